package io.samehost.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** One connection to an RPC server whose calls answer with their own payload. */
interface UnaryCaller extends Closeable {

    byte[] call(byte[] payload) throws IOException;

    CompletableFuture<byte[]> callAsync(byte[] payload);
}
