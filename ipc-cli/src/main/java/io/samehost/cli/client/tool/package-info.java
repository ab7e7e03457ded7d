/**
 * The daemons of this user's tools: {@code ps}, {@code status}, {@code stop}, {@code log} and {@code prune}. Open {@link
 * io.samehost.cli.client.tool.StatusCommand} first. May not come in: anything about one tool in particular.
 */
package io.samehost.cli.client.tool;
