package io.samehost.cli.client.raw;

import io.samehost.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A chat on a terminal: lines that come in are shown above the one that is being typed. The one class that knows jline,
 * so that nothing of it is loaded elsewhere. One thread types, one receives; whichever ends first ends the chat.
 */
final class TerminalChat {
    private static final String PROMPT = "> ";
    private static final long GREETING_SECONDS = 2;
    private static final long LEAVE_MILLIS = 1000;
    private static final int SIGINT = 2;

    private final SocketChannel channel;
    private final RawExchange exchange;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    TerminalChat(SocketChannel channel, RawExchange exchange) {
        this.channel = channel;
        this.exchange = exchange;
    }

    /** Returns the exit code when the user leaves or the server closes. */
    int run() throws Exception {
        // By tty and stty: jline's other ways load native code, of which newer JDKs warn.
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
                .build()) {
            // Raw for the whole chat: the terminal's own line editor would lose a Ctrl-D between two lines.
            terminal.enterRawMode();
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .option(LineReader.Option.BRACKETED_PASTE, false)
                    .build();
            Thread typing = start("samehost-chat-type", () -> type(reader));
            start("samehost-chat-receive", () -> receive(reader));
            int exitCode = await(reader);
            // Has the reader put the terminal back in order if it still reads.
            terminal.raise(Terminal.Signal.INT);
            typing.join(LEAVE_MILLIS);
            return exitCode;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : e;
        }
    }

    /** A chat of ours greets at once; others may be silent until somebody speaks. */
    private int await(LineReader reader) throws InterruptedException, ExecutionException {
        try {
            return ended.get(GREETING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            if (!exchange.wasAnswered()) {
                reader.printAbove("the server has not greeted: is it a chat? ipc-server chat is one, Ctrl-D leaves");
            }
            return ended.get();
        }
    }

    /** A part of the chat, which ends with an exit code. */
    private interface Part {
        int run() throws IOException;
    }

    private Thread start(String name, Part part) {
        Thread thread = new Thread(
                () -> {
                    try {
                        ended.complete(part.run());
                    } catch (IOException | RuntimeException e) {
                        ended.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private int type(LineReader reader) throws IOException {
        try {
            while (true) {
                ByteBuffer line = ByteBuffer.wrap((reader.readLine(PROMPT) + "\n").getBytes(StandardCharsets.UTF_8));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            }
        } catch (EndOfFileException e) {
            return ExitCode.DONE;
        } catch (UserInterruptException e) {
            return ExitCode.ofSignal(SIGINT);
        }
    }

    private int receive(LineReader reader) throws IOException {
        IncomingLines lines = new IncomingLines(reader::printAbove);
        exchange.receiveAll(lines);
        lines.end();
        reader.printAbove("the server has closed");
        return ExitCode.DONE;
    }
}
