/**
 * The codec measured alone, by JMH. Open {@link io.samehost.bench.micro.Codec}. A socket has no place here: {@code
 * scripts/bench} measures with sockets.
 */
package io.samehost.bench.micro;
