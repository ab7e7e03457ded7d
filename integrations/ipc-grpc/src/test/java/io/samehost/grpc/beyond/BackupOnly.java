package io.samehost.grpc.beyond;

import io.samehost.grpc.GrpcPeer;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;

/** Lets one client in, by the name in its certificate. */
final class BackupOnly implements ServerInterceptor {
    @Override
    public ServerRequest prepare(ServerRequest request) throws StatusException {
        String name = GrpcPeer.current().flatMap(GrpcPeer::name).orElse("");
        if (!name.equals("CN=backup")) {
            throw new StatusException(StatusCode.PERMISSION_DENIED, "not for " + name);
        }
        return request;
    }
}
