/**
 * What a server answers, and what its messages are: {@code list} and {@code describe}. Open {@link
 * io.samehost.cli.client.describe.DescribeCommand} first. May not come in: calls of the user's own.
 */
package io.samehost.cli.client.describe;
