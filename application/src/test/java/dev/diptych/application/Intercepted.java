package dev.diptych.application;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

/** A port whose answers to one method are changed on the way, for faults that no twin has. */
public final class Intercepted {
    private Intercepted() {}

    /** The port, with what {@code method} answers handed through {@code change}, which may also throw. */
    public static <T> T answersOf(Class<T> port, T real, String method, UnaryOperator<Object> change) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, called, arguments) -> {
                    try {
                        Object answer = called.invoke(real, arguments);
                        return called.getName().equals(method) ? change.apply(answer) : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
