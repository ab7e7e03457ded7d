package io.samehost.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Takes signals that would end the program. A shutdown hook would not do: it cannot tell which signal it was, and never
 * sees a second one. The JDK has this in {@code sun.misc} only, in its module {@code jdk.unsupported}, which compilers
 * warn about; hence the reflection.
 */
public final class Signals {
    /** Ctrl-C, kill, and the end of the terminal. */
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private Signals() {}

    /**
     * From now on calls {@code receiver} with the number of each signal, in a thread of its own, and the program goes on.
     * A signal that the parent process has set to be ignored stays ignored.
     *
     * @return false if this JVM does not let signals be handled; they end the program then as ever
     */
    public static boolean handle(IntConsumer receiver) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            var number = signal.getMethod("getNumber");
            InvocationHandler pass = (proxy, method, arguments) -> {
                if (!method.getName().equals("handle")) {
                    return method.invoke(receiver, arguments);
                }
                receiver.accept((int) number.invoke(arguments[0]));
                return null;
            };
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, pass);
            for (String name : NAMES) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }
}
