package io.samehost.server;

import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.StatusException;
import io.samehost.server.rpc.Services;
import io.samehost.wire.StatusCode;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code samehost.Server/Schema}: what the messages of a service are. The request names the service, or none for all, as that
 * of a health check does; the answer is a {@code google.protobuf.FileDescriptorSet}. Written down in {@code
 * docs/proto/samehost/server.proto}.
 */
final class SchemaService {
    private final Map<String, Supplier<byte[]>> schemas;

    private SchemaService(Map<String, Supplier<byte[]>> schemas) {
        this.schemas = new LinkedHashMap<>(schemas);
    }

    static void addTo(Services services, Map<String, Supplier<byte[]>> schemas) {
        SchemaService schema = new SchemaService(schemas);
        services.addIfAbsent("samehost.Server", "Schema", new Services.Unary(schema::answer, false));
    }

    private byte[] answer(ServerRequest request) throws StatusException {
        String service = BuiltInServices.serviceIn(request.payload());
        if (service.isEmpty()) {
            return all();
        }
        Supplier<byte[]> one = schemas.get(service);
        if (one == null) {
            throw new StatusException(StatusCode.NOT_FOUND, "no schema is known: service=" + service);
        }
        return one.get();
    }

    /** Sets of protobuf are joined by writing them one behind the other. A file may be in several of them. */
    private byte[] all() {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        schemas.values().forEach(schema -> joined.writeBytes(schema.get()));
        return joined.toByteArray();
    }
}
