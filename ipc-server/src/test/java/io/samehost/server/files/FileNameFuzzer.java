package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.server.handler.StatusException;
import io.samehost.wire.StatusCode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Set;

/** A request asks for a range of a file below the served directory, or is refused with a reason. */
final class FileNameFuzzer {
    private static final Path ROOT = Path.of("/served/directory");
    private static final Set<StatusCode> REFUSALS = Set.of(StatusCode.INVALID_ARGUMENT, StatusCode.OUT_OF_RANGE);

    private FileNameFuzzer() {}

    /** Called by the fuzzing engine. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            FileRequest request = FileRequest.parse(input);
            Path name = FileName.parse(request.name(), FileSystems.getDefault());
            Path file = ROOT.resolve(name);
            assertEquals(file, file.normalize());
            assertTrue(file.startsWith(ROOT) && file.getNameCount() > ROOT.getNameCount(), file::toString);
            assertTrue(FileName.isListable(request.name()));
            for (long sizeBytes : new long[] {0, 1, request.offsetBytes(), Long.MAX_VALUE}) {
                assertIsWithin(request, sizeBytes);
            }
        } catch (StatusException e) {
            assertTrue(REFUSALS.contains(e.status().code()), e::toString);
            assertFalse(e.getMessage().isBlank());
        }
    }

    private static void assertIsWithin(FileRequest request, long sizeBytes) throws StatusException {
        if (request.offsetBytes() <= sizeBytes) {
            long end = request.endBytes(sizeBytes);
            assertTrue(end >= request.offsetBytes() && end <= sizeBytes, () -> request + " size=" + sizeBytes);
            assertTrue(!request.isWhole(sizeBytes) || end == sizeBytes);
        }
    }
}
