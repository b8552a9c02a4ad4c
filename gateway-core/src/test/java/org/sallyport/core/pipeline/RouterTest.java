package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.outcome.Outcome;

class RouterTest {
    private static final AdaptorName A = new AdaptorName("a");
    private static final AdaptorName B = new AdaptorName("b");
    private static final AdaptorName C = new AdaptorName("c");

    private static Router router(Side... sides) {
        return new Router(List.of(sides), new Names(List.of()));
    }

    private static Side side(AdaptorName name, String... peers) {
        return Bench.side(name, (_, _) -> Outcome.taken(), peers);
    }

    private static String route(Router router, AdaptorName origin, String from, String to) {
        return switch (router.route(origin, new Domain(from), new Domain(to))) {
            case Router.Decision.Found(Side side) -> side.name().value();
            case Router.Decision.Refused(Outcome outcome) ->
                    ((Outcome.Failed) outcome).code().token();
        };
    }

    @Test
    void takesTheMostSpecificPeer() {
        Router router =
                router(
                        side(A, "home.example"),
                        side(B, "*", "*.partner.example"),
                        side(C, "x.partner.example", "*.y.partner.example"));
        assertThat(route(router, A, "home.example", "x.partner.example")).isEqualTo("c");
        assertThat(route(router, A, "home.example", "z.y.partner.example")).isEqualTo("c");
        assertThat(route(router, A, "home.example", "y.partner.example")).isEqualTo("b");
        assertThat(route(router, A, "home.example", "partner.example")).isEqualTo("b");
        assertThat(route(router, A, "home.example", "anything.example")).isEqualTo("b");
    }

    @Test
    void refusesASideToItself() {
        Router router = router(side(A, "one.example", "two.example"), side(B, "other.example"));
        assertThat(route(router, A, "one.example", "two.example")).isEqualTo("relay-denied");
    }

    @Test
    void prefersTheOtherSideWhereBothClaimADomain() {
        Router router = router(side(A, "*", "home.example"), side(B, "*"));
        assertThat(route(router, A, "home.example", "far.example")).isEqualTo("b");
        assertThat(route(router, B, "far.example", "home.example")).isEqualTo("a");
        assertThat(route(router, A, "near.example", "far.example")).isEqualTo("relay-denied");
        Router exact = router(side(A, "same.example"), side(B, "same.example"));
        assertThat(route(exact, A, "same.example", "same.example")).isEqualTo("b");
        assertThat(route(exact, B, "same.example", "same.example")).isEqualTo("a");
    }

    @Test
    void knowsNoWayToAStranger() {
        assertThat(
                        route(
                                router(side(A, "a.example"), side(B, "b.example")),
                                A,
                                "a.example",
                                "c.example"))
                .isEqualTo("no-route");
    }

    @Test
    void goesByCanonicalDomainsWherePeersAreMasked() {
        AddressMapper masking =
                new AddressMapper() {
                    @Override
                    public Address canonical(Address presented, AdaptorName side) {
                        return presented.domain().value().equals("shown.example")
                                ? presented.withDomain(new Domain("real.example"))
                                : presented;
                    }

                    @Override
                    public Address presented(Address canonical, AdaptorName side) {
                        return canonical;
                    }
                };
        Names names =
                new Names(List.of(new NamedMapper("map", getClass().getClassLoader(), masking)));
        Router router = new Router(List.of(side(A, "a.example"), side(B, "shown.example")), names);
        assertThat(route(router, A, "a.example", "real.example")).isEqualTo("b");
        assertThat(router.owns(B, new Domain("shown.example"))).isTrue();
        assertThat(router.owns(B, new Domain("real.example"))).isFalse();
        assertThat(router.home(new Domain("real.example"))).hasValue(B);
    }
}
