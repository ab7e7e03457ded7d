/**
 * Clients that call through the library, and the service that answers them.
 *
 * <p>Open {@link io.samehost.bench.load.rpc.RpcPingPong} first. No socket may come in here.
 */
package io.samehost.bench.load.rpc;
