package org.sallyport.app.process;

import java.lang.reflect.Proxy;

/**
 * Hears the signals that stop a process. A shutdown hook would not do: it cannot hear the second
 * signal, nor say with which number the process ends.
 */
final class Signals {
    private Signals() {}

    /**
     * Calls {@code heard} for each SIGTERM and SIGINT from now on.
     *
     * @return whether that works on this JVM
     */
    static boolean listen(Runnable heard) {
        try {
            // By reflection: the compiler warns of this class whatever one does, and no other can
            // do it.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (self, method, arguments) ->
                                    switch (method.getName()) {
                                        case "hashCode" -> System.identityHashCode(self);
                                        case "equals" -> arguments != null && self == arguments[0];
                                        case "toString" -> "Signals";
                                        default -> {
                                            heard.run();
                                            yield null;
                                        }
                                    });
            for (String name : new String[] {"TERM", "INT"}) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, one, proxy);
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
