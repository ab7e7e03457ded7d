package io.samehost.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.FileReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EnvironmentTest {

    @Test
    @Timeout(30)
    void kernelSettingsAreReadWhole() throws Exception {
        Map<String, String> settings = Environment.current().settings();
        assertFalse(settings.isEmpty());
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            try (BufferedReader file = new BufferedReader(new FileReader(setting.getKey(), StandardCharsets.UTF_8))) {
                assertEquals(file.readLine().replaceAll("\\s+", " "), setting.getValue(), setting.getKey());
            }
        }
    }
}
