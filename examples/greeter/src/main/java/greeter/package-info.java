/** A server that greets and its client, as a project of its own. Open {@link greeter.GreeterServer}. */
package greeter;
