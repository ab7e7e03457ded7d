/**
 * The command {@code ipc-client}: the program and its list of subcommands, which have a room each below. Open {@link
 * io.samehost.cli.client.IpcClient} first. No protocol and no socket option is handled here; those are in the library.
 */
package io.samehost.cli.client;
