package io.samehost.client;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One interceptor, before whatever comes next. */
record InterceptedCalls(ClientInterceptor interceptor, ClientInterceptor.Calls next)
        implements ClientInterceptor.Calls {

    /** Puts {@code interceptors} before {@code calls}, the first one outermost. */
    static ClientInterceptor.Calls chain(List<ClientInterceptor> interceptors, ClientInterceptor.Calls calls) {
        ClientInterceptor.Calls chain = calls;
        for (int i = interceptors.size() - 1; i >= 0; i--) {
            chain = new InterceptedCalls(interceptors.get(i), chain);
        }
        return chain;
    }

    @Override
    public byte[] call(Invocation invocation) throws IOException, CallException {
        return interceptor.call(interceptor.prepare(invocation), next);
    }

    @Override
    public CompletableFuture<byte[]> callAsync(Invocation invocation) {
        Invocation prepared;
        try {
            prepared = interceptor.prepare(invocation);
        } catch (IOException | CallException e) {
            return CompletableFuture.failedFuture(e);
        }
        return interceptor.callAsync(prepared, next);
    }

    @Override
    public ClientStream serverStream(Invocation invocation) throws IOException, CallException {
        return interceptor.serverStream(interceptor.prepare(invocation), next);
    }

    @Override
    public ClientStream stream(Invocation invocation) throws IOException, CallException {
        return interceptor.stream(interceptor.prepare(invocation), next);
    }
}
