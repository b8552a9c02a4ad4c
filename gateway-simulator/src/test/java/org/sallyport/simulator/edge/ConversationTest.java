package org.sallyport.simulator.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConversationTest {
    @Test
    void carriesTextsBothWaysInOneSession() throws Exception {
        try (World world = World.usual()) {
            Sent sent = World.end(world.bob().says("alice@xmpp.example", "Hello Alice"));
            // The answering client must exist before anybody is invited, so alice is made below in
            // the other tests.
            assertThat(sent.status()).isEqualTo(404);

            SimulatedUser alice = world.alice();
            assertThat(World.end(world.bob().says("alice@xmpp.example", "Hello Alice")))
                    .extracting(Sent::status, Sent::invites, Sent::messages)
                    .containsExactly(200, 1, 1);
            Received hello = World.text(alice);
            assertThat(hello.text()).isEqualTo("Hello Alice");
            assertThat(hello.from()).isEqualTo("bob@sfb.example");
            assertThat(hello.contentType()).isEqualTo("text/plain");
            assertThat(hello.arrival().verified()).isTrue();

            assertThat(World.end(alice.says("bob@sfb.example", "Hello Bob \uD83D\uDE00")))
                    .extracting(Sent::status, Sent::invites, Sent::messages)
                    .containsExactly(200, 0, 1);
            assertThat(World.text(world.bob()).text()).isEqualTo("Hello Bob \uD83D\uDE00");
            assertThat(world.sfb.violations()).isEmpty();
            assertThat(world.gateway.violations()).isEmpty();
        }
    }

    @Test
    void keepsOrderAndCountOfManyTexts() throws Exception {
        try (World world = World.usual()) {
            world.alice();
            List<CompletableFuture<Sent>> all = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                all.add(world.bob().says("alice@xmpp.example", "text " + number));
            }
            for (CompletableFuture<Sent> sent : all) {
                assertThat(World.end(sent).taken()).isTrue();
            }
            for (int number = 0; number < 200; number++) {
                assertThat(World.text(world.alice()).text()).isEqualTo("text " + number);
            }
            assertThat(world.alice().received()).isEmpty();
            assertThat(world.gateway.violations()).isEmpty();
            assertThat(world.sfb.violations()).isEmpty();
        }
    }
}
