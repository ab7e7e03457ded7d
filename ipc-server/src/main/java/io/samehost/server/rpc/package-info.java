/**
 * Calls on a connection: from input to handlers, and from what they return to output. Open {@link
 * io.samehost.server.rpc.RpcSession} first, then {@link io.samehost.server.rpc.CallTable}. May not come in: channels,
 * selectors, engines; a session knows its connection only as {@link io.samehost.server.session.Connection}.
 *
 * <p>A request begins a call, and the call enters the table. It leaves the table once: answered, closed, given up, or with
 * its connection. From then on it is over, whatever its handler still does.
 */
package io.samehost.server.rpc;
