package io.samehost.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeProto;
import io.samehost.wire.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeneratedServiceTest {
    @Test
    void aMethodHasTheNameOfItsServiceAndTheTypesOfItsMessages() throws Exception {
        Method<StringValue, StringValue> method = GeneratedService.of("demo.Text", Version.text())
                .method("Shout", StringValue.parser(), StringValue.parser());

        assertEquals("demo.Text", method.service());
        assertEquals("Shout", method.name());
        StringValue value = StringValue.of("x");
        assertEquals(value, method.response().decode(method.request().encode(value)));
    }

    @Test
    void itsSchemaHasItsFileBehindAllThatItImportsOnceEach() throws Exception {
        GeneratedService service = GeneratedService.of("demo.Types", Version.text(), TypeProto::getDescriptor);

        assertEquals(
                List.of(
                        "google/protobuf/any.proto",
                        "google/protobuf/source_context.proto",
                        "google/protobuf/type.proto"),
                FileDescriptorSet.parseFrom(service.schema()).getFileList().stream()
                        .map(FileDescriptorProto::getName)
                        .toList());
    }

    @Test
    void codeOfAnotherGeneratorIsToldWithBothVersions() {
        LinkageError failure = assertThrows(LinkageError.class, () -> GeneratedService.of("demo.Text", "99.1.0"));

        assertEquals(
                "generated code does not fit ipc-protobuf: service=demo.Text generator=99.1.0 ipc-protobuf="
                        + Version.text() + ", give both one version and generate again",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0.1.0-SNAPSHOT, 0.1.0-SNAPSHOT, true",
        "0.1.0,          0.1.7,          true",
        "0.1.7,          0.1.0-SNAPSHOT, true",
        "0.1.0,          0.2.0,          false",
        "0.2.0,          0.1.0,          false",
        "1.2.0,          1.2.1,          true",
        "1.2.0,          1.10.0,         true",
        "1.10.0,         1.2.0,          false",
        "1.0.0,          2.0.0,          false",
        "1.0,            1.0.3,          true",
    })
    void versionsFitWhereTheLibraryStillHasWhatTheCodeCalls(String generator, String library, boolean fit) {
        assertEquals(fit, Version.fits(generator, library));
    }
}
