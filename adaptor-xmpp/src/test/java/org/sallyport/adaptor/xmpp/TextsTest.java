package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.adaptor.xmpp.Boundary.SOON;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.simulator.xmpp.ReceivedMessage;
import org.sallyport.simulator.xmpp.Security;

class TextsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Security.class)
    void carriesATextEachWay(Security security) throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.security = security;
        try (Boundary boundary = setup.open(folder)) {
            assertThat(boundary.deliver("alice@xmpp.example", "hi <&> Alice"))
                    .isEqualTo(new Outcome.Delivered(Outcome.Level.WRITTEN));
            assertThat(boundary.peer.user("alice").awaitText(SOON)).isEqualTo("hi <&> Alice");

            boundary.peer
                    .user("alice")
                    .says("bob@sfb.example", "hello Bob")
                    .written()
                    .get(10, TimeUnit.SECONDS);
            InstantMessage heard = (InstantMessage) boundary.core.next().packet();
            assertThat(heard.body().value()).isEqualTo("hello Bob");
            assertThat(heard.from().full()).isEqualTo("alice@xmpp.example/sim");
            assertThat(heard.to()).isEqualTo(Boundary.BOB);

            assertThat(boundary.peer.violations()).isEmpty();
            assertThat(boundary.failedSteps()).isEmpty();
            PeerStatus status = boundary.adaptor.peers().getFirst();
            assertThat(status.state()).isEqualTo(PeerStatus.State.CONNECTED);
            assertThat(status.connections())
                    .extracting(facts ->
                            facts.get("direction")
                                    + " "
                                    + facts.get("tls-start")
                                    + " "
                                    + facts.get("tls"))
                    .containsExactlyInAnyOrder(
                            security == Security.STARTTLS
                                    ? "in starttls TLSv1.3"
                                    : "in direct TLSv1.3",
                            security == Security.STARTTLS
                                    ? "out starttls TLSv1.3"
                                    : "out direct TLSv1.3");
        }
    }

    @Test
    void keepsTheOrderOfManyTexts() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder)) {
            for (int i = 0; i < 200; i++) {
                assertThat(boundary.deliver("alice@xmpp.example", "text " + i))
                        .isEqualTo(Outcome.taken());
            }
            assertThat(boundary.peer.user("alice").received().awaitCount(200, SOON))
                    .extracting(ReceivedMessage::text)
                    .element(199)
                    .isEqualTo("text 199");
            for (int i = 0; i < 200; i++) {
                boundary.peer.user("alice").says("bob@sfb.example", "answer " + i);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(boundary.core.next().words()).isEqualTo("answer " + i);
            }
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }
}
