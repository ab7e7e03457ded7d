/**
 * Text that came from a peer, made harmless for a terminal: {@link io.samehost.text.HarmlessText}. Nothing here knows
 * sockets, frames or commands.
 */
package io.samehost.text;
