package io.samehost.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.newsclub.net.unix.AFSocketPair;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/**
 * Only AF_UNIX can do this, second part: two sockets that are connected to each other from the start and have no address,
 * so that nobody else can reach them. Two threads talk over them here: {@code SocketPair hello} prints HELLO.
 */
public final class SocketPair {
    private static final int BUFFER_BYTES = 1024;

    private SocketPair() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.println(ask(args[0]));
    }

    static String ask(String text) throws IOException, InterruptedException {
        AFSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        try (SocketChannel ours = pair.getSocket1();
                SocketChannel theirs = pair.getSocket2()) {
            Thread other = new Thread(() -> answer(theirs));
            other.start();
            write(ours, text);
            String answer = read(ours);
            other.join();
            return answer;
        }
    }

    private static void answer(SocketChannel channel) {
        try {
            write(channel, read(channel).toUpperCase(Locale.ROOT));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Text and the end of it: each side says one thing. */
    private static void write(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        channel.shutdownOutput();
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        while (in.hasRemaining() && channel.read(in) >= 0) {
            // up to the end
        }
        return StandardCharsets.UTF_8.decode(in.flip()).toString();
    }
}
