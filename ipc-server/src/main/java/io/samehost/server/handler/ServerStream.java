package io.samehost.server.handler;

/** One stream on which both ends may send, as its handler sees it. For the thread that runs the handler. */
public interface ServerStream<Q, S> extends Incoming<Q>, Outgoing<S> {}
