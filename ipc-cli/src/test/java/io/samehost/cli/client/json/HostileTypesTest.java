package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.samehost.cli.fixture.Workplace;
import io.samehost.server.Server;
import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the commands say of servers that tell their types badly, or do not keep to them. */
final class HostileTypesTest extends EchoFixture {
    @Test
    void aServerThatFailsToTellItsSchemaIsNotSaidToHaveNone() throws Exception {
        try (Server failing = Server.builder()
                .listen("unix:" + work.path("failing"))
                .handle("samehost.Server", "Schema", request -> {
                    throw new StatusException(StatusCode.UNAVAILABLE, "later");
                })
                .start()) {
            String address = failing.addresses().get(0).toString();
            fails(78, "UNAVAILABLE: later", "describe", address);
            fails(
                    78,
                    "UNAVAILABLE: later, asked for the schema, --format bytes does without",
                    "call",
                    address,
                    "demo.Echo/Once",
                    "-d",
                    "{}");
        }
    }

    @Test
    void aTypeThatTwoFilesHaveIsNoConcernOfTheUser() throws Exception {
        byte[] again = FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder()
                        .setName("again.proto")
                        .setPackage("demo")
                        .addMessageType(DescriptorProto.newBuilder().setName("Person")))
                .build()
                .toByteArray();
        Path set = work.file(
                "set",
                ByteString.copyFrom(DemoSchema.bytes())
                        .concat(ByteString.copyFrom(again))
                        .toByteArray());
        prints("{\n}\n", "call", silent(), "demo.Echo/Once", "--protoset", set.toString());
    }

    @Test
    void anAnswerWithoutABottomIsToldToo() throws Exception {
        typed.close();
        typed = Server.builder()
                .listen("unix:" + work.path("typed"))
                .handle("demo.Echo", "Once", request -> HostileSchemaTest.inEachOther(20_000))
                .schema("demo.Echo", DemoSchema::bytes)
                .start();
        Workplace.Result result = work.client("call", typed(), "demo.Echo/Once");
        assertEquals(77, result.exitCode());
        assertTrue(result.err().startsWith("ipc-client: answer cannot be shown as JSON: "), result.err());
        assertEquals(1, result.err().lines().count());
    }
}
