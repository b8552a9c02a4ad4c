package org.sallyport.app.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

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
            MethodHandle run =
                    MethodHandles.publicLookup()
                            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                            .bindTo(heard);
            Object proxy =
                    MethodHandleProxies.asInterfaceInstance(
                            handler, MethodHandles.dropArguments(run, 0, signal));
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
