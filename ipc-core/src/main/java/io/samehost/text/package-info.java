/**
 * Text that came from a peer, made harmless for a terminal.
 *
 * <p>Open {@link io.samehost.text.HarmlessText} first. Nothing here knows sockets, frames or commands.
 */
package io.samehost.text;
