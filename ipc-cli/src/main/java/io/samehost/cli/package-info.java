/**
 * Shared by both commands and the benchmark: how picocli is set up, options about output, exit codes, failures, units, JSON
 * lines, the terminal. Open {@link io.samehost.cli.Picocli} first. Nothing that only one command needs comes in.
 */
package io.samehost.cli;
