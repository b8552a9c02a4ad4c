package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.EventListenerFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.core.plugin.Offer;
import org.sallyport.core.plugin.PluginCatalog;

/**
 * Reads the sections that plugins define. An entry of {@code chain:} or {@code listeners:} is a
 * section with one key, the plugin's; beside it may stand {@code name:}, which tells a second
 * instance of one plugin from the first.
 */
final class PluginSections {
    static final String TYPE = "type";
    static final String NAME = "name";

    private final PluginCatalog catalog;
    private final Binder binder;
    private final Problems problems;
    private final List<PluginSection<AdaptorFactory<?>>> adaptors = new ArrayList<>();
    private final List<PluginSection<AddressMapperFactory<?>>> mappers = new ArrayList<>();
    private final List<PluginSection<FilterFactory<?>>> filters = new ArrayList<>();
    private final List<PluginSection<EventListenerFactory<?>>> listeners = new ArrayList<>();

    PluginSections(PluginCatalog catalog, Binder binder, Problems problems) {
        this.catalog = catalog;
        this.binder = binder;
        this.problems = problems;
    }

    List<PluginSection<AdaptorFactory<?>>> adaptors() {
        return adaptors;
    }

    List<PluginSection<AddressMapperFactory<?>>> mappers() {
        return mappers;
    }

    List<PluginSection<FilterFactory<?>>> filters() {
        return filters;
    }

    List<PluginSection<EventListenerFactory<?>>> listeners() {
        return listeners;
    }

    void readAdaptors(ConfigNode node) {
        if (node instanceof ConfigNode.Empty) {
            return;
        }
        if (!(node instanceof ConfigNode.Mapping mapping)) {
            problems.add(
                    node.place(),
                    "here stands " + node.kind(),
                    "write a name for each adaptor, with its keys");
            return;
        }
        for (ConfigNode.Entry entry : mapping.entries()) {
            readAdaptor(entry);
        }
    }

    private void readAdaptor(ConfigNode.Entry entry) {
        try {
            AdaptorName.parse(entry.key());
        } catch (IllegalArgumentException e) {
            problems.add(entry.place(), String.valueOf(e.getMessage()), "choose another name");
        }
        Set<String> known = catalog.offers().adaptors().keySet();
        if (!(entry.value() instanceof ConfigNode.Mapping mapping)
                || !(mapping.under(TYPE) instanceof ConfigNode.Scalar type)) {
            problems.add(
                    entry.place(),
                    "the adaptor " + entry.key() + " has no type",
                    "write type: with one of " + String.join(", ", known));
            return;
        }
        Optional<Offer<AdaptorFactory<?>>> offer = catalog.adaptor(type.text());
        if (offer.isEmpty()) {
            problems.add(
                    type.place(),
                    "no plugin offers the adaptor type " + type,
                    Nearest.remedy(type.written(), known, "add the plugin to the plugins folder"));
            return;
        }
        PluginSection.Origin origin =
                new PluginSection.Origin(entry.place(), mapping.without(TYPE));
        bind(offer.get(), AdaptorFactory::config, origin)
                .ifPresent(config ->
                        adaptors.add(
                                new PluginSection<>(
                                        type.text(), entry.key(), offer.get(), config, origin)));
    }

    void readChain(ConfigNode node) {
        Map<String, Place> names = new HashMap<>();
        boolean filterSeen = false;
        for (ConfigNode item : list(node)) {
            Named named = named(item, catalog.offers().chainNames(), "chain");
            if (named == null || !isFirst(named, names)) {
                continue;
            }
            Optional<Offer<AddressMapperFactory<?>>> mapper = catalog.addressMapper(named.key());
            if (mapper.isPresent()) {
                if (filterSeen) {
                    problems.add(
                            named.origin().place(),
                            "the address mapper " + named.key() + " stands behind a filter",
                            "put address mappers first: filters see canonical names");
                }
                add(mapper.get(), AddressMapperFactory::config, named, mappers);
            } else {
                filterSeen = true;
                catalog.filter(named.key())
                        .ifPresent(offer -> add(offer, FilterFactory::config, named, filters));
            }
        }
    }

    void readListeners(ConfigNode node) {
        Map<String, Place> names = new HashMap<>();
        for (ConfigNode item : list(node)) {
            Named named = named(item, catalog.offers().eventListeners().keySet(), "listeners");
            if (named != null && isFirst(named, names)) {
                catalog.eventListener(named.key())
                        .ifPresent(offer ->
                                add(offer, EventListenerFactory::config, named, listeners));
            }
        }
    }

    /** One entry of a list of plugin sections. */
    private record Named(String key, String instance, PluginSection.Origin origin) {}

    private List<ConfigNode> list(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Sequence sequence -> sequence.items();
            case ConfigNode.Empty _ -> List.of();
            case ConfigNode.Scalar _, ConfigNode.Mapping _ -> {
                problems.add(
                        node.place(),
                        "here stands " + node.kind(),
                        "write a list: each entry begins with a hyphen");
                yield List.of();
            }
        };
    }

    private @Nullable Named named(ConfigNode item, Set<String> known, String section) {
        if (!(item instanceof ConfigNode.Mapping mapping)) {
            String hint =
                    item instanceof ConfigNode.Scalar scalar ? scalar.toString() : "whitelist";
            problems.add(
                    item.place(),
                    "here stands " + item.kind(),
                    "write it as a section: - " + hint + ": { … }");
            return null;
        }
        List<ConfigNode.Entry> keys = mapping.without(NAME).entries();
        if (keys.size() != 1) {
            problems.add(
                    mapping.place(),
                    "an entry of "
                            + section
                            + " has one key, and may have name: beside it; here are "
                            + keys.size(),
                    "begin each entry with a hyphen of its own, and indent its keys");
            return null;
        }
        ConfigNode.Entry entry = keys.getFirst();
        if (!known.contains(entry.key())) {
            problems.add(
                    entry.place(),
                    "no plugin offers " + entry.key() + " for " + section,
                    Nearest.remedy(entry.key(), known, "add the plugin to the plugins folder"));
            return null;
        }
        ConfigNode.Entry name = mapping.entry(NAME);
        String instance = name == null ? entry.key() : instance(name);
        return new Named(
                entry.key(), instance, new PluginSection.Origin(entry.place(), entry.value()));
    }

    private String instance(ConfigNode.Entry named) {
        String name = named.value() instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
        if (!name.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            problems.add(
                    named.place(), "this name cannot be used", "write 1 to 40 of a-z, 0-9 and '-'");
        }
        return name;
    }

    private boolean isFirst(Named named, Map<String, Place> names) {
        Place earlier = names.putIfAbsent(named.instance(), named.origin().place());
        if (earlier != null) {
            problems.add(
                    named.origin().place(),
                    "there is another " + named.instance() + " in line " + earlier.line(),
                    "give this one a name of its own, with name: beside its key");
        }
        return earlier == null;
    }

    private <F> void add(
            Offer<F> offer,
            Function<F, Class<? extends Record>> type,
            Named named,
            List<PluginSection<F>> target) {
        bind(offer, type, named.origin())
                .ifPresent(config ->
                        target.add(
                                new PluginSection<>(
                                        named.key(),
                                        named.instance(),
                                        offer,
                                        config,
                                        named.origin())));
    }

    private <F> Optional<Record> bind(
            Offer<F> offer,
            Function<F, Class<? extends Record>> type,
            PluginSection.Origin origin) {
        try {
            return offer.call(() -> {
                Class<? extends Record> record = type.apply(offer.factory());
                return Optional.ofNullable(
                        binder.section(record, Shapes.of(record), origin.node()));
            });
        } catch (RuntimeException | LinkageError e) {
            String said = e instanceof IllegalArgumentException ? ": " + e.getMessage() : "";
            problems.add(
                    origin.place(),
                    "the plugin "
                            + offer.plugin()
                            + " describes its section wrongly ("
                            + e.getClass().getSimpleName()
                            + said
                            + ")",
                    "ask its maker");
            return Optional.empty();
        }
    }
}
