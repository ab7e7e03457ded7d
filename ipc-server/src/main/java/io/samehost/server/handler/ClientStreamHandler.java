package io.samehost.server.handler;

/** Answers streams on which the client sends many messages and gets one answer. */
@FunctionalInterface
public interface ClientStreamHandler<Q, S> {
    /**
     * Serves one stream from begin to end, on a thread of its own. It may answer before the client has closed its side.
     *
     * @return the answer, not null; as an array it must not change afterwards
     * @throws Exception ends the stream with a status, as for {@link RequestHandler#handle}
     */
    S handle(Incoming<Q> messages) throws Exception;
}
