package org.sallyport.app.command;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.Connect;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.Secret;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.api.plugin.PluginContext;

/** A plugin with one adaptor that takes everything and tells nobody. */
final class FakePlugin implements GatewayPlugin {
    @Override
    public List<AdaptorFactory<?>> adaptors() {
        return List.of(new Factory());
    }

    @Doc("A side without wires")
    record Config(
            @Doc("The domains that users here write to") List<Domain> serves,
            @Doc("The peers of this side") List<PeerSettings> peers,
            @Doc("What nobody may see") Secret password) {
        Config {
            serves = List.copyOf(serves);
            peers = List.copyOf(peers);
        }
    }

    private static final class Factory implements AdaptorFactory<Config> {
        @Override
        public String type() {
            return "fake";
        }

        @Override
        public Class<Config> config() {
            return Config.class;
        }

        @Override
        public List<Domain> serves(Config config) {
            return config.serves();
        }

        @Override
        public List<PeerSettings> peers(Config config) {
            return config.peers();
        }

        @Override
        public Adaptor create(Config config, List<Domain> served, PluginContext context) {
            return new Side(config);
        }
    }

    private record Side(Config config) implements Adaptor {
        @Override
        public void start(PacketSink inbound) {}

        @Override
        public Outcome deliver(Packet packet, Instant deadline) {
            return Outcome.taken();
        }

        @Override
        public void drain(Duration limit) {}

        @Override
        public List<PeerStatus> peers() {
            return config.peers().stream()
                    .map(peer ->
                            new PeerStatus(
                                    peer.domain(),
                                    peer.connect().equals(List.of(Connect.DNS))
                                            ? PeerStatus.State.FAILED
                                            : PeerStatus.State.CONNECTED,
                                    "taken",
                                    List.of(Map.of("tls", "TLSv1.3"))))
                    .toList();
        }

        @Override
        public Map<String, HostPort> listeners() {
            return Map.of("listen", new HostPort("127.0.0.1", 5555));
        }

        @Override
        public void close() {}
    }
}
