package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SentStanza;
import org.sallyport.simulator.xmpp.SimulatedUser;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StanzaError;

/**
 * Debian's SIPp as a second Edge, written by somebody else: an incoming, an outgoing and refused
 * sessions.
 */
class SippIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String BOB = "bob@sfb.example";
    private static final String BOB_MASKED = "bob@sip.example";

    private static final AtomicInteger CALLEE = new AtomicInteger();

    @TempDir private static Path folder;

    private static World world;
    private static SimulatedXmppDomain domain;
    private static GatewayProcess gateway;
    private static TlsRelay front;
    private static TlsRelay back;

    @BeforeAll
    static void start() throws Exception {
        RealPeer.SIPP.need();
        world = new World(folder);
        domain = world.startDomain(true);
        front = TlsRelay.fromTls(world.identity(World.EDGE_NAME), CALLEE::get);
        gateway = world.startGateway(domain.address(Security.STARTTLS).getPort(), front.port());
        back = TlsRelay.toTls(world.identity(World.EDGE_NAME), world::gatewaySipPort);
    }

    @AfterAll
    static void stop() {
        if (back != null) {
            back.close();
        }
        if (world != null) {
            world.close();
        }
        if (front != null) {
            front.close();
        }
    }

    private static Map<String, String> keys(String me, String other, String text) {
        return Map.of("me", me, "other", other, "edge", World.EDGE_NAME, "text", text);
    }

    @Test
    void aSessionThatSippOpensCarriesATextToTheXmppUser() throws Exception {
        SimulatedUser alice = domain.user("alice");
        try (SippRun caller =
                SippRun.caller(
                        folder,
                        "caller",
                        back.port(),
                        keys(BOB, "alice@xmpp.example", "hello from sipp"))) {
            caller.succeeds();
        }
        assertThat(alice.received().next(LIMIT))
                .satisfies(heard -> {
                    assertThat(heard.text()).isEqualTo("hello from sipp");
                    assertThat(heard.from()).startsWith(BOB_MASKED);
                });
        assertThat(back.sessions()).isNotEmpty();
    }

    @Test
    void aTextOfTheXmppUserOpensASessionWithSipp() throws Exception {
        try (SippRun callee =
                SippRun.callee(
                        folder,
                        "callee",
                        keys("carl@sfb.example", "alex@xmpp.example", "^hello, sipp$"))) {
            CALLEE.set(callee.port());
            SentStanza sent = domain.user("alex").says("carl@sip.example", "hello, sipp");
            callee.succeeds();
            assertThat(callee.messages()).contains("Ms-Conversation-ID").contains("SIP/2.0 200");
            assertThat(sent.error()).isNotDone();
        }
        assertThat(front.sessions()).isNotEmpty();
        assertThat(domain.user("alex").errors().all()).isEmpty();
    }

    @Test
    void aRefusalOfSippIsToldToTheXmppUser() throws Exception {
        try (SippRun callee =
                SippRun.callee(
                        folder, "busy-callee", keys("dora@sfb.example", "anna@xmpp.example", ""))) {
            CALLEE.set(callee.port());
            SentStanza sent = domain.user("anna").says("dora@sip.example", "are you busy?");
            StanzaError error = sent.error().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(error.condition()).isEqualTo("recipient-unavailable");
            assertThat(error.fromOwnServer()).isFalse();
            callee.succeeds();
        }
    }

    @Test
    void anInvitationWithAudioIsRefused() throws Exception {
        try (SippRun caller =
                SippRun.caller(
                        folder,
                        "caller-with-audio",
                        back.port(),
                        keys("emil@sfb.example", "alice@xmpp.example", ""))) {
            caller.succeeds();
            assertThat(caller.messages()).contains("SIP/2.0 488").doesNotContain("SIP/2.0 200");
        }
    }

    @Test
    void theGatewayRulesOfTheDomainAreKept() {
        assertThat(domain.violations()).isEmpty();
        assertThat(gateway.log()).doesNotContain(" ERROR ");
    }
}
