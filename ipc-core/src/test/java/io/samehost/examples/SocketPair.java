package io.samehost.examples;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.newsclub.net.unix.AFSocketPair;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * What only AF_UNIX can do, second part: two sockets that are connected to each other and to no address. One end becomes
 * stdin and stdout of a command, which nobody else can reach: {@code SocketPair tr a-z A-Z} prints what {@code tr} makes
 * of a greeting.
 */
public final class SocketPair {
    private SocketPair() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.print(ask(List.of(args), "hello\n"));
    }

    static String ask(List<String> command, String text) throws IOException, InterruptedException {
        AFSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        try (AFUNIXSocketChannel ours = pair.getSocket1()) {
            Process process;
            // The JDK closes each redirected descriptor in the child once it is in place: one for stdin, one for
            // stdout.
            try (AFUNIXSocketChannel theirs = pair.getSocket2();
                    AFUNIXSocketChannel again = FileDescriptorCast.duplicating(theirs.getFileDescriptor())
                            .as(AFUNIXSocketChannel.class)) {
                theirs.setShutdownOnClose(false); // the child has the socket from here on
                again.setShutdownOnClose(false);
                process = new ProcessBuilder(command)
                        .redirectInput(redirect(theirs))
                        .redirectOutput(redirect(again))
                        .redirectError(Redirect.INHERIT)
                        .start();
            }
            ours.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            ours.shutdownOutput();
            InputStream answer = Channels.newInputStream(ours);
            String all = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return all;
        }
    }

    private static Redirect redirect(AFUNIXSocketChannel channel) throws IOException {
        return FileDescriptorCast.using(channel.getFileDescriptor()).as(Redirect.class);
    }
}
