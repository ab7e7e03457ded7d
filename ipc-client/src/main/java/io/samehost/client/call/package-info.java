/**
 * Calls that are under way on a connection, each with its deadline.
 *
 * <p>Open {@link io.samehost.client.call.PendingCalls} first: the table of all calls of a connection. Sockets and selectors
 * do not come in here, and neither do the exceptions that users catch.
 */
package io.samehost.client.call;
