/**
 * The client as its user sees it: calls, streams, datagrams, settings, interceptors and the exceptions that calls end with.
 *
 * <p>Open {@link io.samehost.client.Client} first, then {@link io.samehost.client.ClientConfig} and {@link
 * io.samehost.client.ClientStream}. The rooms below do not know this one. They end a call with a response or an {@code
 * IOException}; this room makes the exceptions of it that users catch. Selectors, frames and locks of a connection do not
 * come in here.
 */
package io.samehost.client;
