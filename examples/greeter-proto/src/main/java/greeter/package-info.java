/** A server that greets and its client, from {@code greeter.proto}. Open {@link greeter.GreeterService}. */
package greeter;
