package io.samehost.server.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileNameTest {
    @Test
    void aNameInAnotherEncodingIsNotListed(@TempDir Path temp) throws Exception {
        Files.writeString(temp.resolve("plain"), "1234");
        String command = "printf x >\"$(printf 'gr\\374n')\""; // u with two dots in Latin-1, and no UTF-8
        assertEquals(
                0,
                new ProcessBuilder("sh", "-c", command)
                        .directory(temp.toFile())
                        .start()
                        .waitFor());

        String list = new ServedDirectory(temp, true).list(FileRequest.parse("".getBytes(StandardCharsets.UTF_8)));

        assertTrue(list.matches("4 \\S+ plain\n"), list);
    }
}
