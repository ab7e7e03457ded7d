package io.samehost.cli;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Takes signals that would end the program. A shutdown hook would not do: it cannot tell which signal it was, and never
 * sees a second one. The JDK has this in {@code sun.misc} only, in its module {@code jdk.unsupported}, which compilers
 * warn about; hence the reflection. The handler is made as a lambda would be: a {@link java.lang.reflect.Proxy} takes four times as
 * long, at every start of a server.
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
            Method handle = signal.getMethod("handle", signal, handler);
            Constructor<?> named = signal.getConstructor(String.class);
            Object handling = handling(signal, handler, new Numbers(receiver, signal.getMethod("getNumber")));
            for (String name : NAMES) {
                handle.invoke(null, named.newInstance(name), handling);
            }
            return true;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return false;
        }
    }

    /** A {@code SignalHandler} that passes what it gets on to {@code numbers}: what a lambda would be. */
    private static Object handling(Class<?> signal, Class<?> handler, Numbers numbers) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType handles = MethodType.methodType(void.class, signal);
        MethodHandle accept =
                lookup.findVirtual(Numbers.class, "accept", MethodType.methodType(void.class, Object.class));
        return LambdaMetafactory.metafactory(
                        lookup, "handle", MethodType.methodType(handler, Numbers.class), handles, accept, handles)
                .getTarget()
                .invoke(numbers);
    }

    private record Numbers(IntConsumer receiver, Method number) {
        @SuppressWarnings("unused") // by a method handle it is
        void accept(Object signal) throws ReflectiveOperationException {
            receiver.accept((int) number.invoke(signal));
        }
    }
}
