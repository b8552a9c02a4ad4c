package org.sallyport.core.pipeline;

/** Sets the context class loader around a call into a plugin, without a lambda for each packet. */
final class PluginCall {
    private PluginCall() {}

    /** Sets the plugin's loader and returns the one to put back. */
    static ClassLoader enter(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        return before;
    }

    /** Puts the loader back. */
    static void leave(ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
    }
}
