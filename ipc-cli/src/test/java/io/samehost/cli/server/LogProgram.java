package io.samehost.cli.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

/** Starts the log, has it ready, opens a file until there are no more descriptors, and logs why it ends. */
final class LogProgram {
    private LogProgram() {}

    public static void main(String[] args) {
        ServerLog.start(new PrintWriter(System.err, true, StandardCharsets.UTF_8), false);
        ServerLog.rehearse();
        openFiles();
    }

    /** Each call keeps its file open until the calls that it makes have ended. */
    private static void openFiles() {
        try (FileInputStream file = new FileInputStream("/dev/null")) {
            if (file.available() == 0) {
                openFiles();
            }
        } catch (IOException e) {
            System.getLogger("io.samehost.LogProgram").log(Level.WARNING, "opened what there is", e);
        }
    }
}
