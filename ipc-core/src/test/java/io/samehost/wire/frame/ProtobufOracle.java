package io.samehost.wire.frame;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.samehost.wire.Metadata;
import io.samehost.wire.Status;
import java.util.ArrayList;
import java.util.List;

/** ttrpc's envelope as protobuf-java reads and writes it: the judge of ours. */
final class ProtobufOracle {
    private static final FileDescriptor FILE = file();
    private static final Descriptor REQUEST = FILE.findMessageTypeByName("Request");
    private static final Descriptor KEY_VALUE = FILE.findMessageTypeByName("KeyValue");
    private static final Descriptor RESPONSE = FILE.findMessageTypeByName("Response");
    private static final Descriptor STATUS = FILE.findMessageTypeByName("Status");
    private static final Descriptor ANY = FILE.findMessageTypeByName("Any");

    private ProtobufOracle() {}

    private static FileDescriptor file() {
        FileDescriptorProto proto = FileDescriptorProto.newBuilder()
                .setName("request.proto")
                .setSyntax("proto3")
                .addMessageType(message("Request")
                        .addField(field(1, "service", FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field(2, "method", FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field(3, "payload", FieldDescriptorProto.Type.TYPE_BYTES))
                        .addField(field(4, "timeout_nano", FieldDescriptorProto.Type.TYPE_INT64))
                        .addField(repeated(5, "metadata", "KeyValue")))
                .addMessageType(message("KeyValue")
                        .addField(field(1, "key", FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field(2, "value", FieldDescriptorProto.Type.TYPE_STRING)))
                .addMessageType(message("Response")
                        .addField(field(1, "status", FieldDescriptorProto.Type.TYPE_MESSAGE)
                                .setTypeName("Status"))
                        .addField(field(2, "payload", FieldDescriptorProto.Type.TYPE_BYTES)))
                .addMessageType(message("Status")
                        .addField(field(1, "code", FieldDescriptorProto.Type.TYPE_INT32))
                        .addField(field(2, "message", FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(repeated(3, "details", "Any")))
                .addMessageType(message("Any")
                        .addField(field(1, "type_url", FieldDescriptorProto.Type.TYPE_STRING))
                        .addField(field(2, "value", FieldDescriptorProto.Type.TYPE_BYTES)))
                .build();
        try {
            return FileDescriptor.buildFrom(proto, new FileDescriptor[0]);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto.Builder message(String name) {
        return DescriptorProto.newBuilder().setName(name);
    }

    private static FieldDescriptorProto.Builder field(int number, String name, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setNumber(number)
                .setName(name)
                .setType(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }

    private static FieldDescriptorProto.Builder repeated(int number, String name, String type) {
        return field(number, name, FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName(type)
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
    }

    static Request readRequest(byte[] bytes) throws InvalidProtocolBufferException {
        return request(DynamicMessage.parseFrom(REQUEST, bytes));
    }

    static Response readResponse(byte[] bytes) throws InvalidProtocolBufferException {
        return response(DynamicMessage.parseFrom(RESPONSE, bytes));
    }

    private static Request request(DynamicMessage message) {
        List<Metadata.Entry> metadata = new ArrayList<>();
        for (DynamicMessage entry : messages(message, 5)) {
            metadata.add(new Metadata.Entry(string(entry, 1), string(entry, 2)));
        }
        long timeoutNanos = (Long) value(message, 4);
        return new Request(
                string(message, 1), string(message, 2), bytes(message, 3), timeoutNanos, Metadata.of(metadata));
    }

    private static Response response(DynamicMessage message) {
        DynamicMessage status = (DynamicMessage) value(message, 1);
        List<Status.Detail> details = new ArrayList<>();
        for (DynamicMessage detail : messages(status, 3)) {
            details.add(new Status.Detail(string(detail, 1), bytes(detail, 2)));
        }
        return new Response(new Status((Integer) value(status, 1), string(status, 2), details), bytes(message, 2));
    }

    static byte[] write(Request request) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(REQUEST)
                .setField(REQUEST.findFieldByNumber(1), request.service())
                .setField(REQUEST.findFieldByNumber(2), request.method())
                .setField(REQUEST.findFieldByNumber(3), ByteString.copyFrom(request.payload()))
                .setField(REQUEST.findFieldByNumber(4), request.timeoutNanos());
        for (Metadata.Entry entry : request.metadata().entries()) {
            message.addRepeatedField(
                    REQUEST.findFieldByNumber(5),
                    DynamicMessage.newBuilder(KEY_VALUE)
                            .setField(KEY_VALUE.findFieldByNumber(1), entry.key())
                            .setField(KEY_VALUE.findFieldByNumber(2), entry.value())
                            .build());
        }
        return message.build().toByteArray();
    }

    /** With the status left out where it says nothing, as Go's server does. */
    static byte[] write(Response response) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(RESPONSE)
                .setField(RESPONSE.findFieldByNumber(2), ByteString.copyFrom(response.payload()));
        DynamicMessage status = status(response.status());
        if (status.getSerializedSize() > 0) {
            message.setField(RESPONSE.findFieldByNumber(1), status);
        }
        return message.build().toByteArray();
    }

    private static DynamicMessage status(Status status) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(STATUS)
                .setField(STATUS.findFieldByNumber(1), status.number())
                .setField(STATUS.findFieldByNumber(2), status.message());
        for (Status.Detail detail : status.details()) {
            message.addRepeatedField(
                    STATUS.findFieldByNumber(3),
                    DynamicMessage.newBuilder(ANY)
                            .setField(ANY.findFieldByNumber(1), detail.typeUrl())
                            .setField(ANY.findFieldByNumber(2), ByteString.copyFrom(detail.value()))
                            .build());
        }
        return message.build();
    }

    private static Object value(DynamicMessage message, int field) {
        return message.getField(message.getDescriptorForType().findFieldByNumber(field));
    }

    private static String string(DynamicMessage message, int field) {
        return (String) value(message, field);
    }

    private static byte[] bytes(DynamicMessage message, int field) {
        return ((ByteString) value(message, field)).toByteArray();
    }

    private static List<DynamicMessage> messages(DynamicMessage message, int field) {
        return ((List<?>) value(message, field))
                .stream().map(DynamicMessage.class::cast).toList();
    }
}
