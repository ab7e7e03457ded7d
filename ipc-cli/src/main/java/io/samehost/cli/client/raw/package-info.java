/**
 * Bytes there and back: {@code raw}, and {@code chat}, which is the same on a terminal. Open {@link
 * io.samehost.cli.client.raw.RawExchange} first. May not come in: calls.
 */
package io.samehost.cli.client.raw;
