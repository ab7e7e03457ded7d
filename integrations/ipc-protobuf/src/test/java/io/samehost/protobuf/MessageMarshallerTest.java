package io.samehost.protobuf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import io.samehost.wire.Marshaller;
import org.junit.jupiter.api.Test;

final class MessageMarshallerTest {
    private static final Marshaller<StringValue> TEXT = new MessageMarshaller<>(StringValue.parser());

    @Test
    void aMessageIsItsBytesAndNothingElse() throws Exception {
        StringValue message = StringValue.of("x");

        assertArrayEquals(new byte[] {1 << 3 | 2, 1, 'x'}, TEXT.encode(message));
        assertEquals(message, TEXT.decode(TEXT.encode(message)));
    }

    @Test
    void noBytesAreTheMessageWithoutFields() throws Exception {
        assertEquals(StringValue.getDefaultInstance(), TEXT.decode(new byte[0]));
    }

    @Test
    void fieldsThatAreNotKnownAreKept() throws Exception {
        byte[] newer = {2 << 3, 7};

        assertArrayEquals(newer, TEXT.encode(TEXT.decode(newer)));
    }

    @Test
    void bytesThatAreNoSuchMessageAreRefused() {
        assertThrows(InvalidProtocolBufferException.class, () -> TEXT.decode(new byte[] {1 << 3 | 2, 9}));
    }

    @Test
    void aMessageWithoutARequiredFieldIsRefused() {
        Marshaller<NamePart> required = new MessageMarshaller<>(NamePart.parser());

        InvalidProtocolBufferException failure =
                assertThrows(InvalidProtocolBufferException.class, () -> required.decode(new byte[0]));

        assertEquals("Message missing required fields: name_part, is_extension", failure.getMessage());
    }
}
