/**
 * The command line: {@code scripts/bench} and its subcommands.
 *
 * <p>Open {@link io.samehost.bench.cli.Bench} first. All of picocli is in here and nothing that measures.
 */
package io.samehost.bench.cli;
