package io.samehost.server.rpc;

import io.samehost.server.handler.RequestHandler;
import java.nio.ByteBuffer;

/**
 * A handler that reads its payload where the library has it, and answers from a buffer. Behind an interceptor it is a handler of
 * arrays like any other.
 */
interface BufferHandler extends RequestHandler {
    /** True if the payload is to be lent. */
    boolean readsBuffers();

    /** The answer, from position to limit; it may be in the memory of the payload. */
    ByteBuffer handleBuffer(IncomingRequest request) throws Exception;
}
