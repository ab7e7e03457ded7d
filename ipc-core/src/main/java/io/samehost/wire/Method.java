package io.samehost.wire;

/**
 * A method with the types of its request and response, for both ends to share.
 *
 * <pre>{@code
 * Method<String, String> HELLO = new Method<>("demo.Greeter", "Hello", Marshaller.UTF_8, Marshaller.UTF_8);
 * }</pre>
 *
 * @param <Q> what a client sends
 * @param <S> what a server answers
 */
public record Method<Q, S>(String service, String name, Marshaller<Q> request, Marshaller<S> response) {}
