/**
 * Programs that show what only AF_UNIX can do, and their test. Open {@link io.samehost.examples.FdPassing} first. May not come
 * in: a class of ours, since the examples are about the sockets themselves.
 */
package io.samehost.examples;
