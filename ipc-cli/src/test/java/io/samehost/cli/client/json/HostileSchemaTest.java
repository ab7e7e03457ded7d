package io.samehost.cli.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.WireFormat;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schemas and messages that are made to use up the time, the stack or the patience of whoever reads them. */
@Timeout(60)
final class HostileSchemaTest {
    private static final int ANY_OF_EVERYTHING = anyField();

    private static int anyField() {
        try {
            return FileDescriptorSet.parseFrom(DemoSchema.bytes()).getFileList().stream()
                    .flatMap(file -> file.getMessageTypeList().stream())
                    .filter(message -> message.getName().equals("Everything"))
                    .flatMap(message -> message.getFieldList().stream())
                    .filter(field -> field.getName().equals("any"))
                    .findFirst()
                    .orElseThrow()
                    .getNumber();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Values of {@code google.protobuf.Any}, each in the one before it. */
    private static byte[] anyInAny(int depth) throws IOException {
        List<byte[]> heads = new ArrayList<>();
        int length = 0;
        for (int i = 0; i < depth; i++) {
            ByteString.Output head = ByteString.newOutput();
            CodedOutputStream out = CodedOutputStream.newInstance(head);
            out.writeString(1, "x/google.protobuf.Any");
            out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(length);
            out.flush();
            heads.add(head.toByteString().toByteArray());
            length += heads.get(i).length;
        }
        Collections.reverse(heads);
        ByteString.Output all = ByteString.newOutput(length);
        for (byte[] head : heads) {
            all.write(head);
        }
        return all.toByteString().toByteArray();
    }

    /** A message of type demo.Everything. */
    static byte[] inEachOther(int depth) {
        try {
            ByteString.Output all = ByteString.newOutput();
            CodedOutputStream out = CodedOutputStream.newInstance(all);
            out.writeByteArray(ANY_OF_EVERYTHING, anyInAny(depth));
            out.flush();
            return all.toByteString().toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Schema schema(FileDescriptorProto.Builder file) {
        return Schema.of(List.of(FileDescriptorSet.newBuilder()
                .addFile(file.setName("x.proto").setSyntax("proto3"))
                .build()
                .toByteArray()));
    }

    private static FieldDescriptorProto.Builder field(String name, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_STRING);
    }

    private static String template(int messages, int fields) {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
        for (int i = 0; i < messages; i++) {
            DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("M" + i);
            for (int k = 1; k <= fields && i + 1 < messages; k++) {
                message.addField(field("f" + k, k)
                        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(".M" + (i + 1)));
            }
            file.addMessageType(message);
        }
        return Described.of(schema(file), "M0").template().orElseThrow();
    }

    @Test
    void aTemplateOfTypesThatHoldEachOtherHasAnEnd() {
        assertTrue(template(40, 2).length() < 20_000);
        assertTrue(template(20_000, 1).length() < 20_000);
        assertEquals("{\"f1\":{},\"f2\":{}}", template(2, 2));
    }

    @Test
    void filesThatImportEachOtherWithoutAnEndAreRefused() {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        set.addFile(FileDescriptorProto.newBuilder().setName("0"));
        for (int i = 1; i < 50_000; i++) {
            set.addFile(FileDescriptorProto.newBuilder().setName("" + i).addDependency("" + (i - 1)));
        }
        set.addFile(FileDescriptorProto.newBuilder()
                .setName("last")
                .addDependency("49999")
                .addMessageType(DescriptorProto.newBuilder().setName("M")));
        byte[] bytes = set.build().toByteArray();
        assertEquals(
                "descriptors are too deep: files=50001",
                assertThrows(BadSchemaException.class, () -> Schema.of(List.of(bytes)))
                        .getMessage());
    }

    @Test
    void manyServicesWithManyCommentsAreShownSoon() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
        for (int i = 0; i < 50_000; i++) {
            file.addService(ServiceDescriptorProto.newBuilder().setName("S" + i));
            file.getSourceCodeInfoBuilder()
                    .addLocation(Location.newBuilder().addPath(6).addPath(i).setLeadingComments("c"));
        }
        assertEquals(
                "// c\nservice S7 {\n}\n",
                Described.services(schema(file)).stream()
                        .filter(service -> service.name().equals("S7"))
                        .findFirst()
                        .orElseThrow()
                        .proto());
    }

    @Test
    void aMapWithoutKeyIsRefused() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("M")
                        .addNestedType(DescriptorProto.newBuilder()
                                .setName("FEntry")
                                .setOptions(MessageOptions.newBuilder().setMapEntry(true))));
        assertEquals(
                "map lacks its key or value: message=M.FEntry",
                assertThrows(BadSchemaException.class, () -> schema(file)).getMessage());
    }

    @Test
    void aNameThatWouldEndAStringOfJsonIsRefused() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("M")
                        .addField(field("f", 1).setJsonName("x\":0,\"y")));
        assertEquals(
                "no name for JSON: field=M.f name=x\":0,\"y",
                assertThrows(BadSchemaException.class, () -> schema(file)).getMessage());
    }

    @Test
    void aPackageThatWouldBeginAnotherLineIsRefused() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setPackage("a\nb")
                .addMessageType(DescriptorProto.newBuilder().setName("M"));
        assertEquals(
                "no name for a package: file=x.proto package=a\nb",
                assertThrows(BadSchemaException.class, () -> schema(file)).getMessage());
    }

    @Test
    void aDefaultIsShownAsAProtoFileHasIt() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("x.proto")
                .addMessageType(DescriptorProto.newBuilder()
                        .setName("M")
                        .addField(field("text", 1).setDefaultValue("a\r\n\"b\\"))
                        .addField(field("bytes", 2)
                                .setType(FieldDescriptorProto.Type.TYPE_BYTES)
                                .setDefaultValue("\\001q")));
        Schema schema = Schema.of(
                List.of(FileDescriptorSet.newBuilder().addFile(file).build().toByteArray()));
        assertEquals("""
            message M {
              optional string text = 1 [default = "a\\r\\n\\"b\\\\"];
              optional bytes bytes = 2 [default = "\\001q"];
            }
            """, Described.of(schema, "M").proto());
    }

    @Test
    void detailsWithoutABottomAreShownAsBytes() throws IOException {
        Status status = new Status(
                StatusCode.NOT_FOUND, "nobody", List.of(new Status.Detail("x/google.protobuf.Any", anyInAny(20_000))));
        String line = StatusDetails.lines(status, DemoSchema.bytes()).get(0);
        assertTrue(line.startsWith("{\"@type\":\"x/google.protobuf.Any\",\"value\":\""), line.substring(0, 60));
    }
}
