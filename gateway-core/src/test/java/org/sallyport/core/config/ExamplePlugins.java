package org.sallyport.core.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.adaptor.PeerStatus;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.FromFiles;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.ListsDomains;
import org.sallyport.api.config.Live;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.Secret;
import org.sallyport.api.config.ServedDomain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.Packet;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.api.plugin.PluginContext;
import org.sallyport.core.plugin.PluginCatalog;

/** Plugins with the sections of the plan's example file. */
final class ExamplePlugins implements GatewayPlugin {
    static PluginCatalog catalog() {
        return PluginCatalog.of(List.of(new ExamplePlugins()));
    }

    @Doc("The XMPP side")
    record XmppConfig(
            @Doc("Domains that XMPP users write to") List<ServedDomain> serves,
            @Doc("Where to listen") XmppListen listen,
            @Doc("Our certificates") List<CertificateSettings> certificates,
            @Doc("How domains are reached") @FromFiles @Live List<PeerSettings> peers,
            @Doc("Largest stanza") @Default("256KiB") ByteSize stanzaLimit,
            @Doc("How long a packet may take") @Default("120s") Duration deadline,
            @Doc("A shared secret") Optional<Secret> secret) {}

    @Doc("Where to listen")
    record XmppListen(
            @Doc("For STARTTLS") Optional<HostPort> starttls,
            @Doc("For direct TLS") Optional<HostPort> directTls) {}

    @Doc("The SIP side")
    record SipConfig(
            @Doc("Domains that SIP users write to") List<ServedDomain> serves,
            @Doc("Where to listen") Optional<HostPort> listen,
            @Doc("Our certificates") List<CertificateSettings> certificates,
            @Doc("How domains are reached") @FromFiles @Live List<PeerSettings> peers) {}

    @Doc("Who may take part")
    record WhitelistConfig(
            @Doc("Domains that may take part") Set<DomainPattern> domains,
            @Doc("Users that may take part") @Default("{}") Users users)
            implements ListsDomains {
        WhitelistConfig {
            if (domains.isEmpty()) {
                throw new IllegalArgumentException("no domain is listed");
            }
        }

        @Override
        public boolean lists(Domain canonical) {
            return domains.stream().anyMatch(pattern -> pattern.matches(canonical));
        }
    }

    @Doc("Where users are listed")
    record Users(
            @Doc("Addresses") List<String> list, @Doc("File with addresses") Optional<Path> file) {}

    @Doc("Masking")
    record MapConfig(@Doc("Rules") List<Rule> domains) {}

    @Doc("One rule")
    record Rule(
            @Doc("Home") Domain canonical,
            @Doc("Shown") Domain presented,
            @Doc("Who sees it") AdaptorName to) {}

    @Override
    public List<AdaptorFactory<?>> adaptors() {
        return List.of(new Xmpp(), new Sip());
    }

    @Override
    public List<FilterFactory<?>> filters() {
        return List.of(new Whitelist());
    }

    @Override
    public List<AddressMapperFactory<?>> addressMappers() {
        return List.of(new Mapping());
    }

    private static List<Domain> domains(List<ServedDomain> serves) {
        return serves.stream().map(ServedDomain::domain).toList();
    }

    private static final class Xmpp implements AdaptorFactory<XmppConfig> {
        @Override
        public String type() {
            return "xmpp";
        }

        @Override
        public Class<XmppConfig> config() {
            return XmppConfig.class;
        }

        @Override
        public List<Domain> serves(XmppConfig config) {
            return domains(config.serves());
        }

        @Override
        public List<PeerSettings> peers(XmppConfig config) {
            return config.peers();
        }

        @Override
        public Adaptor create(XmppConfig config, List<Domain> served, PluginContext context) {
            context.network().identity(config.certificates());
            return new SilentAdaptor();
        }
    }

    private static final class Sip implements AdaptorFactory<SipConfig> {
        @Override
        public String type() {
            return "sip-skype";
        }

        @Override
        public Class<SipConfig> config() {
            return SipConfig.class;
        }

        @Override
        public List<Domain> serves(SipConfig config) {
            return domains(config.serves());
        }

        @Override
        public List<PeerSettings> peers(SipConfig config) {
            return config.peers();
        }

        @Override
        public Adaptor create(SipConfig config, List<Domain> served, PluginContext context) {
            return new SilentAdaptor();
        }
    }

    private static final class Whitelist implements FilterFactory<WhitelistConfig> {
        @Override
        public String name() {
            return "whitelist";
        }

        @Override
        public Class<WhitelistConfig> config() {
            return WhitelistConfig.class;
        }

        @Override
        public PacketFilter create(WhitelistConfig config, PluginContext context) {
            config.users()
                    .file()
                    .filter(file -> !java.nio.file.Files.exists(file))
                    .ifPresent(_ -> {
                        throw new GatewayException(
                                ErrorCode.BAD_CONFIGURATION, "the users file is missing; write it");
                    });
            return (packet, _) -> new Verdict.Pass(packet);
        }
    }

    private static final class Mapping implements AddressMapperFactory<MapConfig> {
        @Override
        public String name() {
            return "identity-map";
        }

        @Override
        public Class<MapConfig> config() {
            return MapConfig.class;
        }

        @Override
        public AddressMapper create(MapConfig config, PluginContext context) {
            Map<List<Object>, Domain> in = new HashMap<>();
            Map<List<Object>, Domain> out = new HashMap<>();
            for (Rule rule : config.domains()) {
                if (out.put(List.of(rule.canonical(), rule.to()), rule.presented()) != null) {
                    throw new GatewayException(
                            ErrorCode.BAD_CONFIGURATION, "a domain has two names; keep one");
                }
                in.put(List.of(rule.presented(), rule.to()), rule.canonical());
            }
            return new Mapper(in, out, new HashSet<>());
        }
    }

    private record Mapper(
            Map<List<Object>, Domain> in, Map<List<Object>, Domain> out, Set<Object> unused)
            implements AddressMapper {
        @Override
        public Address canonical(Address presented, AdaptorName side) {
            Domain home = in.get(List.of(presented.domain(), side));
            if (home == null && out.containsKey(List.of(presented.domain(), side))) {
                throw new GatewayException(ErrorCode.BAD_ADDRESS, "this name is masked here");
            }
            return home == null ? presented : presented.withDomain(home);
        }

        @Override
        public Address presented(Address canonical, AdaptorName side) {
            Domain shown = out.get(List.of(canonical.domain(), side));
            return shown == null ? canonical : canonical.withDomain(shown);
        }
    }

    private static final class SilentAdaptor implements Adaptor {
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
            return List.of();
        }

        @Override
        public void close() {}
    }
}
