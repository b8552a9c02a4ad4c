package org.sallyport.core.config;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.PeerPolicy;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.core.host.HostServices;
import org.sallyport.core.log.AddressForm;
import org.sallyport.core.plugin.ContextFactory;
import org.sallyport.core.plugin.PluginCatalog;
import org.sallyport.core.tls.Pem;

/** Puts a configuration together from the nodes of its file. */
final class Assembly {
    private static final int EVENTS = 100;

    private final ConfigNode.Mapping root;
    private final Path folder;
    private final Binder binder;
    private final Problems problems;
    private final Problems warnings = new Problems();

    Assembly(ConfigNode.Mapping root, Path folder, Binder binder, Problems problems) {
        this.root = root;
        this.folder = folder;
        this.binder = binder;
        this.problems = problems;
    }

    ConfigResult run(PluginCatalog catalog) {
        FileSettings settings =
                binder.section(FileSettings.class, Shapes.of(FileSettings.class), root);
        version();
        PluginSections sections = new PluginSections(catalog, binder, problems);
        sections.readAdaptors(ConfigLoader.at(root, "adaptors"));
        sections.readChain(ConfigLoader.at(root, "chain"));
        sections.readListeners(ConfigLoader.at(root, "listeners"));
        Set<String> named = ConfigLoader.keys(ConfigLoader.at(root, "adaptors")).keySet();
        if (named.size() < 2) {
            problems.add(
                    ConfigLoader.at(root, "adaptors").place(),
                    "a gateway has at least two adaptors; here "
                            + (named.size() == 1 ? "is one" : "are none"),
                    "add the other side to adaptors");
        }
        policyFiles(settings);
        storeKeepsNothing();
        List<Side> sides = checked(settings, sections, named);
        if (settings == null || !problems.isEmpty()) {
            return new ConfigResult.Refused(problems.sorted());
        }
        return new ConfigResult.Loaded(config(settings, sections, sides), warnings.sorted());
    }

    private void version() {
        if (ConfigLoader.at(root, "config-version") instanceof ConfigNode.Scalar written
                && written.text().matches("[0-9]+")
                && !written.text().equals(String.valueOf(FileSettings.VERSION))) {
            problems.add(
                    written.place(),
                    "this gateway reads config-version "
                            + FileSettings.VERSION
                            + ", not "
                            + written,
                    "write config-version: "
                            + FileSettings.VERSION
                            + ", or use the gateway that the file was written for");
        }
    }

    /** Who writes down a store wants to find things there again: say that there is none yet. */
    private void storeKeepsNothing() {
        ConfigNode url = ConfigLoader.keys(ConfigLoader.at(root, "store")).get("url");
        if (url instanceof ConfigNode.Scalar written && written.text().equals("h2")) {
            warnings.add(
                    written.place(),
                    "the store h2 keeps nothing yet: this version has state in memory only",
                    "write memory, or leave it for a later version");
        }
    }

    private void policyFiles(@Nullable FileSettings settings) {
        if (settings == null) {
            return;
        }
        settings.policies()
                .forEach((name, policy) -> {
                    Place place =
                            binder.place(
                                    policy, "trust", ConfigLoader.at(root, "policies").place());
                    for (Path file : policy.trust()) {
                        try {
                            Pem.certificates(file);
                        } catch (GatewayException e) {
                            String[] said = Rehearsal.split(String.valueOf(e.getMessage()));
                            problems.add(place, "policy " + name + ": " + said[0], said[1]);
                        }
                    }
                    if (policy.trust().isEmpty()) {
                        problems.add(
                                place,
                                "the policy " + name + " trusts no authority",
                                "write trust: with a PEM file");
                    }
                });
    }

    private List<Side> checked(
            @Nullable FileSettings settings, PluginSections sections, Set<String> named) {
        try (HostServices services = services(settings)) {
            Rehearsal rehearsal = new Rehearsal(services, problems);
            int before = problems.size();
            List<Side> sides = sides(sections, rehearsal);
            CrossChecks checks = new CrossChecks(binder, problems);
            Set<String> policies = ConfigLoader.keys(ConfigLoader.at(root, "policies")).keySet();
            checks.policies(sides, policies);
            checks.duplicatePeers(sides);
            checks.adaptorNames(named);
            checks.listeners(sections.adaptors(), managementListen());
            NameView names = new NameView(rehearsal.mappers(sections.mappers()));
            rehearsal.filters(sections.filters());
            boolean whole =
                    sides.size() == named.size() && sides.size() > 1 && problems.size() == before;
            if (whole) {
                new SideChecks(sides, names, binder, problems).run();
                checks.unlistedPeers(sides, names, sections.filters(), warnings);
            }
            if (settings != null) {
                sides.stream().filter(side -> !side.served().isEmpty()).forEach(rehearsal::adaptor);
            }
            return sides;
        }
    }

    private Optional<ConfigNode> managementListen() {
        return Optional.ofNullable(
                ConfigLoader.keys(ConfigLoader.at(root, "management")).get("listen"));
    }

    private static List<Side> sides(PluginSections sections, Rehearsal rehearsal) {
        List<Side> sides = new ArrayList<>();
        for (PluginSection<AdaptorFactory<?>> section : sections.adaptors()) {
            if (isName(section.instance())) {
                List<Domain> serves =
                        rehearsal.ask(
                                section, asked -> serves(asked.offer().factory(), asked.config()));
                List<PeerSettings> peers =
                        rehearsal.ask(
                                section, asked -> peers(asked.offer().factory(), asked.config()));
                sides.add(new Side(section, serves, peers));
            }
        }
        return sides;
    }

    private static boolean isName(String name) {
        try {
            AdaptorName.parse(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static <C extends Record> List<Domain> serves(
            AdaptorFactory<C> factory, Record config) {
        return factory.serves(factory.config().cast(config));
    }

    private static <C extends Record> List<PeerSettings> peers(
            AdaptorFactory<C> factory, Record config) {
        return factory.peers(factory.config().cast(config));
    }

    /** Services of nobody: no data directory is touched while the configuration is checked. */
    private HostServices services(@Nullable FileSettings settings) {
        Map<String, PeerPolicy> policies = settings == null ? Map.of() : settings.policies();
        ContextFactory.Node node = new ContextFactory.Node("check", "0", folder);
        HostServices.Settings plain =
                new HostServices.Settings(
                        Optional.empty(),
                        policies,
                        List.of(),
                        AddressForm.DOMAIN,
                        EVENTS,
                        InstantSource.system());
        return new HostServices(node, plain, HostServices.memoryStates());
    }

    private GatewayConfig config(FileSettings settings, PluginSections sections, List<Side> sides) {
        List<AdaptorSection<?>> adaptors = new ArrayList<>();
        sides.forEach(side -> adaptors.add(Sections.adaptor(side)));
        List<MapperSection<?>> mappers = new ArrayList<>();
        sections.mappers().forEach(section -> mappers.add(Sections.mapper(section)));
        List<FilterSection<?>> filters = new ArrayList<>();
        sections.filters().forEach(section -> filters.add(Sections.filter(section)));
        List<ListenerSection<?>> listeners = new ArrayList<>();
        sections.listeners().forEach(section -> listeners.add(Sections.listener(section)));
        return new GatewayConfig(
                settings.node().orElseGet(ConfigLoader::hostName),
                folder,
                settings.dataDir(),
                settings.policies(),
                adaptors,
                mappers,
                filters,
                listeners,
                new GatewayConfig.Settings(
                        settings.limits(),
                        settings.management(),
                        settings.log(),
                        settings.store(),
                        settings.dns()));
    }
}
