package org.sallyport.plugin.whitelist;

import org.sallyport.api.address.Address;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.filter.FilterContext;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.Packet;

/** Lets a packet pass if both its domains and both its users may take part. */
final class WhitelistFilter implements PacketFilter {
    private static final Verdict UNLISTED_DOMAIN =
            new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("whitelist.domain"));
    private static final Verdict UNLISTED_USER =
            new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of("whitelist.user"));

    private final WhitelistConfig config;
    private final UserList users;

    WhitelistFilter(WhitelistConfig config, UserList users) {
        this.config = config;
        this.users = users;
    }

    @Override
    public Verdict apply(Packet packet, FilterContext context) {
        Address from = packet.from();
        Address to = packet.to();
        if (!config.lists(from.domain()) || !config.lists(to.domain())) {
            return UNLISTED_DOMAIN;
        }
        return users.admits(from) && users.admits(to) ? new Verdict.Pass(packet) : UNLISTED_USER;
    }
}
