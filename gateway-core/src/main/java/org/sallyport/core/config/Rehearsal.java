package org.sallyport.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.adaptor.Adaptor;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.core.host.HostServices;

/**
 * Makes every instance once and throws it away, so that what only a plugin can know (a missing key
 * file, rules that are no bijection) is told with its place. Nothing is opened: factories do not
 * open, and nothing is started.
 */
final class Rehearsal {
    private final HostServices services;
    private final Problems problems;

    Rehearsal(HostServices services, Problems problems) {
        this.services = services;
        this.problems = problems;
    }

    List<AddressMapper> mappers(List<PluginSection<AddressMapperFactory<?>>> sections) {
        List<AddressMapper> made = new ArrayList<>();
        for (PluginSection<AddressMapperFactory<?>> section : sections) {
            make(section, context -> Sections.mapper(section).create(context)).ifPresent(made::add);
        }
        return made;
    }

    void filters(List<PluginSection<FilterFactory<?>>> sections) {
        for (PluginSection<FilterFactory<?>> section : sections) {
            make(
                    section,
                    context -> {
                        PacketFilter filter = Sections.filter(section).create(context);
                        filter.close();
                        return filter;
                    });
        }
    }

    void adaptor(Side side) {
        make(
                side.section(),
                context -> {
                    Adaptor adaptor = Sections.adaptor(side).create(context);
                    adaptor.close();
                    return adaptor;
                });
    }

    /** What the plugin says of its own record: the domains served or the peers. */
    <T> List<T> ask(
            PluginSection<AdaptorFactory<?>> section,
            Function<PluginSection<AdaptorFactory<?>>, List<T>> question) {
        return guarded(section, () -> section.offer().call(() -> question.apply(section)))
                .orElse(List.of());
    }

    private <T> Optional<T> make(
            PluginSection<?> section, Function<org.sallyport.api.plugin.PluginContext, T> maker) {
        return guarded(
                section,
                () ->
                        maker.apply(
                                services.contexts()
                                        .contextFor(section.instance(), section.offer().plugin())));
    }

    private <T> Optional<T> guarded(
            PluginSection<?> section, java.util.function.Supplier<@Nullable T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (GatewayException e) {
            String[] said = split(String.valueOf(e.getMessage()));
            problems.add(section.place(), section.instance() + ": " + said[0], said[1]);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Its message may quote anything, a secret too.
            problems.add(
                    section.place(),
                    section.instance() + " cannot be made (" + e.getClass().getSimpleName() + ")",
                    "this is a fault of the plugin "
                            + section.offer().plugin()
                            + "; ask its maker");
        }
        return Optional.empty();
    }

    /** By convention messages are written {@code what is wrong; what to do}. */
    static String[] split(String message) {
        int semicolon = message.indexOf("; ");
        return semicolon < 0
                ? new String[] {message, "correct this section"}
                : new String[] {message.substring(0, semicolon), message.substring(semicolon + 2)};
    }
}
