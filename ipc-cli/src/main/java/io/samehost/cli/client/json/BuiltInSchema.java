package io.samehost.cli.client.json;

import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What is known without asking: the services that every server has, and the details of a status that many servers send. Those that carry bytes or text have no schema. */
public final class BuiltInSchema {
    private static final MethodSignature HEALTH =
            new MethodSignature("grpc.health.v1.HealthCheckRequest", "grpc.health.v1.HealthCheckResponse");

    private static final Map<String, MethodSignature> SIGNATURES = Map.of(
            "grpc.health.v1.Health/Check",
            HEALTH,
            "grpc.health.v1.Health/Watch",
            HEALTH,
            "samehost.Server/Schema",
            new MethodSignature("samehost.SchemaRequest", "google.protobuf.FileDescriptorSet"));

    private BuiltInSchema() {}

    /** What its methods take and give, by names as {@code SERVICE/METHOD}: to know it, nothing of protobuf is loaded. */
    public static Map<String, MethodSignature> signatures() {
        return SIGNATURES;
    }

    /** True for the services that no server describes, since they are the same in every one. */
    public static boolean isOfSamehost(String service) {
        return service.startsWith("samehost.");
    }

    /** True for a method whose messages are known without asking. */
    public static boolean isDescribed(String service, String method) {
        return SIGNATURES.containsKey(service + "/" + method);
    }

    /** The schema of these methods. */
    public static Schema get() {
        return with(new byte[0]);
    }

    /** The same beside what a server tells. */
    public static Schema with(byte[] descriptors) {
        try (InputStream bytes = BuiltInSchema.class.getResourceAsStream("built-in.textproto");
                Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8)) {
            FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
            set.addFile(DescriptorProtos.getDescriptor().toProto());
            set.addFile(DurationProto.getDescriptor().toProto());
            TextFormat.merge(text, set);
            return Schema.of(List.of(descriptors, set.build().toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // our own file
        }
    }
}
