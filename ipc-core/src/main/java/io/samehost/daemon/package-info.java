/**
 * The part that both sides of a tool share: the directory in which a tool's daemon is found, and the files in it.
 *
 * <p>Open {@link io.samehost.daemon.ToolDirectory} first. The JDK only, and our own system's room; no sockets, no processes.
 */
package io.samehost.daemon;
