/**
 * Parts measured alone, by JMH: the codec ({@link io.samehost.bench.micro.Codec}, which needs no socket), and what messages of
 * protobuf add to a call ({@link io.samehost.bench.micro.TypedCall}, in one process). How fast calls are has no place here: {@code
 * scripts/bench} measures that between two processes.
 */
package io.samehost.bench.micro;
