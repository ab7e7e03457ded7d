/**
 * The connection that all calls of a client share, and the threads that read and write it.
 *
 * <p>Open {@link io.samehost.client.connection.ClientConnection} first. To connect, and to connect again, is decided above.
 * Nothing about a call's service, method or payload comes in here.
 */
package io.samehost.client.connection;
