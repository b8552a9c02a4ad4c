package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.Doc;
import org.sallyport.api.plugin.GatewayPlugin;

/** What every {@link GatewayPlugin} owes the loader. */
public interface GatewayPluginContract {
    /** The class of the plugin. */
    Class<? extends GatewayPlugin> plugin();

    @Test
    default void isFoundThroughTheServiceLoader() {
        assertThat(ServiceLoader.load(GatewayPlugin.class))
                .anySatisfy(found -> assertThat(found).isInstanceOf(plugin()));
    }

    @Test
    default void offersSomethingUnderProperNames() {
        List<String> names = new ArrayList<>();
        offers().forEach(offer -> names.add(offer.name()));
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        assertThat(names).allMatch(name -> name.matches("[a-z][a-z0-9-]*"));
    }

    @Test
    default void documentsEveryKey() {
        Set<Class<?>> seen = new HashSet<>();
        for (Offer offer : offers()) {
            documented(offer.config(), seen);
        }
    }

    /**
     * One thing that a plugin offers.
     *
     * @param name its key in the configuration
     * @param config the record of its section
     */
    record Offer(String name, Class<? extends Record> config) {}

    private List<Offer> offers() {
        GatewayPlugin plugin =
                ServiceLoader.load(GatewayPlugin.class).stream()
                        .filter(provider -> provider.type().equals(plugin()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("not in META-INF/services"))
                        .get();
        List<Offer> offers = new ArrayList<>();
        plugin.adaptors()
                .forEach(factory -> offers.add(new Offer(factory.type(), factory.config())));
        plugin.filters()
                .forEach(factory -> offers.add(new Offer(factory.name(), factory.config())));
        plugin.addressMappers()
                .forEach(factory -> offers.add(new Offer(factory.name(), factory.config())));
        plugin.eventListeners()
                .forEach(factory -> offers.add(new Offer(factory.name(), factory.config())));
        return offers;
    }

    private static void documented(Class<?> record, Set<Class<?>> seen) {
        if (!record.isRecord()
                || isWrittenAsOneValue(record)
                || !seen.add(record)
                || !record.getPackageName().startsWith("org.")) {
            return;
        }
        for (RecordComponent component : record.getRecordComponents()) {
            if (!record.isAnnotationPresent(Doc.class)
                    && component.getAnnotation(Doc.class) == null) {
                throw new AssertionError(
                        record.getName() + "." + component.getName() + " has no @Doc");
            }
            documented(component.getType(), seen);
        }
    }

    /** A record such as ByteSize, which reads itself and whose parts nobody writes. */
    private static boolean isWrittenAsOneValue(Class<?> record) {
        return !record.isAnnotationPresent(Doc.class)
                && Arrays.stream(record.getMethods())
                        .anyMatch(method ->
                                method.getName().equals("parse")
                                        && Modifier.isStatic(method.getModifiers()));
    }
}
