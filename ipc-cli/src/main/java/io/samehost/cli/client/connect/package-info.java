/**
 * The way of every subcommand to a server: the options that all share, whose server it may be, and how a failure ends.
 * Open {@link io.samehost.cli.client.connect.ConnectOptions} first. May not come in: what a single subcommand does.
 */
package io.samehost.cli.client.connect;
