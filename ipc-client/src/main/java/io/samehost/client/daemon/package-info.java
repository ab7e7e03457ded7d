/**
 * The daemon of a tool, as the tool's command sees it: connect, or start it and connect; how it is, stop it, its log.
 *
 * <p>Open {@link io.samehost.client.daemon.Tool} first. The other side, which a daemon's {@code main} runs, is a room of the
 * server. May not come in: how a connection is kept, which the client knows.
 */
package io.samehost.client.daemon;
