package io.samehost.protobuf;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.samehost.wire.Marshaller;

/**
 * Messages of one type. What a message has beyond its type is kept in its unknown fields, extensions too.
 *
 * <pre>{@code
 * Method<HelloRequest, HelloReply> HELLO = new Method<>(
 *         "demo.Greeter",
 *         "Hello",
 *         new MessageMarshaller<>(HelloRequest.parser()),
 *         new MessageMarshaller<>(HelloReply.parser()));
 * }</pre>
 */
public record MessageMarshaller<T extends MessageLite>(Parser<T> parser) implements Marshaller<T> {
    @Override
    public byte[] encode(T message) {
        return message.toByteArray();
    }

    /** @throws InvalidProtocolBufferException if it is no such message, or a required field is missing */
    @Override
    public T decode(byte[] payload) throws InvalidProtocolBufferException {
        return parser.parseFrom(payload);
    }
}
