package io.samehost.bench.load.rpc;

import io.samehost.wire.Marshaller;
import io.samehost.wire.Method;

/** A value that costs next to nothing to write and to read, so that a call of it shows what calls of values cost. */
record Parcel(byte[] bytes) {
    private static final Marshaller<Parcel> MARSHALLER = Marshaller.of(Parcel::bytes, Parcel::new);

    /** Answers with the value that it is given, on the reading thread. */
    static final Method<Parcel, Parcel> ECHO = new Method<>(BenchService.NAME, "TypedEcho", MARSHALLER, MARSHALLER);
}
