/**
 * Calls: {@code call}, {@code list}, {@code ping} and {@code flood}. Open {@link io.samehost.cli.client.call.CallCommand}
 * first. May not come in: bytes that are no calls.
 */
package io.samehost.cli.client.call;
