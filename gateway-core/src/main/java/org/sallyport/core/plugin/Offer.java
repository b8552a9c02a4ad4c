package org.sallyport.core.plugin;

import java.util.function.Supplier;

/**
 * One factory that a plugin offers.
 *
 * @param plugin the name of the plugin's folder
 * @param loader the plugin's class loader; the context class loader of every call into the plugin
 * @param factory the factory
 * @param <F> the kind of factory
 */
public record Offer<F>(String plugin, ClassLoader loader, F factory) {
    /** Makes one call into the plugin with the plugin's class loader as context class loader. */
    public <T> T call(Supplier<T> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
