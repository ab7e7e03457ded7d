package io.samehost.examples;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Only AF_UNIX can do this, first part: an open file travels from one process to another. The receiver needs no right to
 * open it, nor need the file have a name any more.
 *
 * <pre>
 *   FdPassing send SOCKET FILE     opens FILE and hands it to whoever connects
 *   FdPassing receive SOCKET       prints the file that it is given
 * </pre>
 */
public final class FdPassing {
    private static final int ANCILLARY_BYTES = 128;

    private FdPassing() {}

    public static void main(String[] args) throws IOException {
        Path socket = Path.of(args[1]);
        if (args[0].equals("send")) {
            send(socket, Path.of(args[2]));
        } else {
            System.out.print(receive(socket));
        }
    }

    static void send(Path path, Path file) throws IOException {
        try (AFUNIXServerSocket server = AFUNIXServerSocket.bindOn(AFUNIXSocketAddress.of(path));
                AFUNIXSocket receiver = server.accept();
                FileInputStream open = new FileInputStream(file.toFile())) {
            receiver.setOutboundFileDescriptors(open.getFD());
            receiver.getOutputStream().write('!'); // descriptors travel along with at least one byte
        }
    }

    static String receive(Path path) throws IOException {
        try (AFUNIXSocket socket = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(path))) {
            socket.setAncillaryReceiveBufferSize(ANCILLARY_BYTES);
            socket.getInputStream().read();
            FileDescriptor[] received = socket.getReceivedFileDescriptors();
            try (FileInputStream file = new FileInputStream(received[0])) {
                return new String(file.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
