package org.sallyport.plugin.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.RuleId;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.testkit.FakeFilterContext;
import org.sallyport.testkit.PacketFilterContract;
import org.sallyport.testkit.SamplePackets;

class WhitelistFilterTest implements PacketFilterContract {
    private static final List<DomainPattern> DOMAINS =
            List.of(DomainPattern.parse("xmpp.example"), DomainPattern.parse("sfb.example"));

    @TempDir private Path folder;

    @Override
    public PacketFilter filter() {
        return filter(new WhitelistConfig.Users(List.of(), Optional.empty()));
    }

    @Override
    public InstantMessage welcome() {
        return SamplePackets.text("hello");
    }

    @Override
    public InstantMessage unwelcome() {
        return SamplePackets.text(
                SamplePackets.ALICE, Address.parse("mallory@evil.example"), "hello");
    }

    private static PacketFilter filter(WhitelistConfig.Users users) {
        WhitelistConfig config = new WhitelistConfig(DOMAINS, users);
        return new WhitelistFilter(config, UserList.read(config.users()));
    }

    private PacketFilter filterWithFile(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("users.txt"), content, StandardCharsets.UTF_8);
        return filter(new WhitelistConfig.Users(List.of(), Optional.of(file)));
    }

    private static Verdict judge(PacketFilter filter, String from, String to) {
        return filter.apply(
                SamplePackets.text(Address.parse(from), Address.parse(to), "hi"),
                FakeFilterContext.live());
    }

    private static Verdict refusal(String rule) {
        return new Verdict.Reject(ErrorCode.POLICY_DENIED, RuleId.of(rule));
    }

    @Test
    void refusesAForeignDomainInBothDirections() {
        try (PacketFilter filter = filter()) {
            assertThat(judge(filter, "alice@xmpp.example", "eve@evil.example"))
                    .isEqualTo(refusal("whitelist.domain"));
            assertThat(judge(filter, "eve@evil.example", "alice@xmpp.example"))
                    .isEqualTo(refusal("whitelist.domain"));
            assertThat(judge(filter, "eve@sub.xmpp.example", "bob@sfb.example"))
                    .isEqualTo(refusal("whitelist.domain"));
        }
    }

    @Test
    void aDomainWithListedUsersAdmitsThoseOnly() throws Exception {
        try (PacketFilter filter =
                filterWithFile("# people\n\nAlice@xmpp.example\n  carol@xmpp.example  \n")) {
            assertThat(judge(filter, "alice@xmpp.example", "bob@sfb.example"))
                    .isInstanceOf(Verdict.Pass.class);
            assertThat(judge(filter, "bob@sfb.example", "carol@xmpp.example"))
                    .isInstanceOf(Verdict.Pass.class);
            assertThat(judge(filter, "dave@xmpp.example", "bob@sfb.example"))
                    .isEqualTo(refusal("whitelist.user"));
            assertThat(judge(filter, "bob@sfb.example", "dave@xmpp.example"))
                    .isEqualTo(refusal("whitelist.user"));
        }
    }

    @Test
    void addsUpUsersOfBothPlaces() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("more.txt"), "bob@sfb.example\n", StandardCharsets.UTF_8);
        WhitelistConfig.Users users =
                new WhitelistConfig.Users(List.of("alice@xmpp.example"), Optional.of(file));
        try (PacketFilter filter = filter(users)) {
            assertThat(judge(filter, "alice@xmpp.example/phone", "bob@sfb.example"))
                    .isInstanceOf(Verdict.Pass.class);
            assertThat(judge(filter, "alice@xmpp.example", "carol@sfb.example"))
                    .isEqualTo(refusal("whitelist.user"));
        }
    }

    @Test
    void namesFileAndLineOfABadEntryButNotTheEntry() {
        assertThatThrownBy(() -> filterWithFile("alice@xmpp.example\nsecret words\n"))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessageContaining("users.txt:2")
                .hasMessageNotContaining("secret");
    }

    @Test
    void saysThatAFileIsMissing() {
        WhitelistConfig.Users users =
                new WhitelistConfig.Users(List.of(), Optional.of(folder.resolve("nowhere.txt")));
        assertThatThrownBy(() -> filter(users)).hasMessageContaining("nowhere.txt");
    }

    @Test
    void refusesAListWithoutDomains() {
        assertThatThrownBy(() ->
                        new WhitelistConfig(
                                List.of(), new WhitelistConfig.Users(List.of(), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsTheConfigurationCheckWhatItLists() {
        WhitelistConfig config =
                new WhitelistConfig(
                        List.of(DomainPattern.parse("*.example")),
                        new WhitelistConfig.Users(List.of(), Optional.empty()));
        assertThat(config.lists(new Domain("sfb.example"))).isTrue();
        assertThat(config.lists(new Domain("example"))).isFalse();
    }
}
