package org.sallyport.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.adaptor.AdaptorState;
import org.sallyport.api.address.Address;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.log.AddressForm;
import org.sallyport.core.plugin.ContextFactory;

class HostServicesTest {
    @TempDir Path folder;

    private HostServices services(Optional<Path> dataDir) {
        return new HostServices(
                new ContextFactory.Node("gw1", "0.1.0", folder),
                new HostServices.Settings(
                        dataDir,
                        Map.of(),
                        List.of(),
                        AddressForm.DOMAIN,
                        100,
                        InstantSource.fixed(Instant.EPOCH)),
                HostServices.memoryStates());
    }

    @Test
    void givesEachInstanceItsOwnAndTheCommonThings() throws Exception {
        try (HostServices services = services(Optional.of(folder.resolve("data")))) {
            PluginContext xmpp = services.contexts().contextFor("xmpp", "adaptor-xmpp");
            PluginContext sip = services.contexts().contextFor("sip", "adaptor-sip");
            assertThat(xmpp.instance().name()).isEqualTo("xmpp");
            assertThat(xmpp.instance().node()).isEqualTo("gw1");
            assertThat(xmpp.time().clock().instant()).isEqualTo(Instant.EPOCH);
            assertThat(xmpp.identifiers()).isSameAs(sip.identifiers());
            AdaptorState.Key key =
                    new AdaptorState.Key(
                            Address.parse("a@b.example"), Address.parse("c@d.example"), "x");
            xmpp.state().put(key, "v".getBytes(StandardCharsets.UTF_8));
            assertThat(sip.state().get(key)).isEmpty();
            assertThat(services.contexts().contextFor("xmpp", "adaptor-xmpp").state().get(key))
                    .isPresent();
            assertThatThrownBy(() -> xmpp.state().put(key, new byte[AdaptorState.MAX_BYTES + 1]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(
                            xmpp.time()
                                    .workers()
                                    .submit(() -> Thread.currentThread().isVirtual())
                                    .get(5, TimeUnit.SECONDS))
                    .isTrue();
            xmpp.metrics().counter("a.b").increment();
            assertThat(services.metrics().registry().getCounters())
                    .containsKey("sallyport.a.b{instance=xmpp}");
            assertThat(Files.exists(folder.resolve("data/installation.key"))).isTrue();
        }
    }

    @Test
    void withoutADataDirectoryNothingIsWritten() throws Exception {
        try (HostServices services = services(Optional.empty());
                var files = Files.list(folder)) {
            assertThat(services.identifiers().keyedHash("a", "b")).hasSize(32);
            assertThat(files).isEmpty();
        }
    }

    @Test
    void closingStopsTheThreads() {
        HostServices services = services(Optional.empty());
        PluginContext context = services.contexts().contextFor("xmpp", "p");
        services.close();
        assertThat(context.time().scheduler().isShutdown()).isTrue();
        assertThat(context.time().workers().isShutdown()).isTrue();
    }
}
