package org.sallyport.plugin.identitymap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.testkit.AddressMapperContract;

class DomainMapperTest implements AddressMapperContract {
    private static final AdaptorName XMPP = new AdaptorName("xmpp");
    private static final AdaptorName SIP = new AdaptorName("sip");

    private static IdentityMapConfig.DomainRule rule(
            String canonical, String presented, AdaptorName to) {
        return new IdentityMapConfig.DomainRule(new Domain(canonical), new Domain(presented), to);
    }

    @Override
    public AddressMapper mapper() {
        return new DomainMapper(
                new IdentityMapConfig(
                        List.of(
                                rule("sfb.example", "sip.example", XMPP),
                                rule("left.example", "right.example", SIP),
                                rule("right.example", "left.example", SIP))));
    }

    @Override
    public List<AdaptorName> sides() {
        return List.of(XMPP, SIP, new AdaptorName("other"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(
                Address.parse("bob@sfb.example"),
                Address.parse("bob@sip.example"),
                Address.parse("bob@left.example"),
                Address.parse("bob@right.example"),
                Address.parse("alice@xmpp.example"));
    }

    @Test
    void masksADomainForOneSideOnly() {
        Address bob = Address.parse("bob@sfb.example/desk");
        assertThat(mapper().presented(bob, XMPP)).isEqualTo(Address.parse("bob@sip.example/desk"));
        assertThat(mapper().presented(bob, SIP)).isEqualTo(bob);
        assertThat(mapper().canonical(Address.parse("bob@sip.example"), XMPP))
                .isEqualTo(Address.parse("bob@sfb.example"));
    }

    @Test
    void refusesTheMaskedNameWhereItIsMasked() {
        assertThatThrownBy(() -> mapper().canonical(Address.parse("bob@sfb.example"), XMPP))
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void refusesRulesThatAreNoBijection() {
        assertThatThrownBy(() ->
                        new IdentityMapConfig(
                                List.of(
                                        rule("a.example", "x.example", XMPP),
                                        rule("b.example", "x.example", XMPP))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new IdentityMapConfig(
                                List.of(
                                        rule("a.example", "x.example", XMPP),
                                        rule("a.example", "y.example", XMPP))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rule("a.example", "a.example", XMPP))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
