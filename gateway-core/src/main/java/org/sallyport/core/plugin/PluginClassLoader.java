package org.sallyport.core.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The world of one plugin: its own jars and the JDK. What plugin and gateway share comes from the
 * gateway alone, everything else from the plugin alone, by one rule for classes and resources.
 */
final class PluginClassLoader extends URLClassLoader {
    private static final List<String> SHARED =
            List.of(
                    "org.sallyport.api.",
                    "org.slf4j.",
                    "org.jspecify.",
                    "io.opentelemetry.api.",
                    "io.opentelemetry.context.");

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;

    PluginClassLoader(String name, List<URL> jars, ClassLoader host) {
        super("plugin-" + name, jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return isShared(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
        return isSharedResource(name) ? host.getResource(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (isSharedResource(name)) {
            return host.getResources(name);
        }
        Enumeration<URL> found = super.getResources(name);
        return found == null ? Collections.emptyEnumeration() : found;
    }

    static boolean isShared(String className) {
        return SHARED.stream().anyMatch(className::startsWith);
    }

    private static boolean isSharedResource(String name) {
        return isShared((name.startsWith("/") ? name.substring(1) : name).replace('/', '.'));
    }
}
