package io.samehost.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Stands in for the project's transport, server and client until they are there: a thread per connection over plain
 * JDK sockets. To be deleted then; {@link BenchServer} and {@link BenchClient} are the only callers.
 */
final class Stopgap {
    private static final int ECHO_BUFFER_BYTES = 64 * 1024;

    private Stopgap() {}

    static MeasuredServer start(Layer layer, Engine engine, String address) throws IOException {
        if (layer != Layer.RAW) {
            throw new UnavailableException("no RPC server in this build yet");
        }
        if (engine != Engine.THREADS) {
            throw new UnavailableException("no event loop in this build yet");
        }
        SocketAddress where = socketAddress(address);
        ServerSocketChannel listening = ServerSocketChannel.open(family(where)).bind(where);
        daemon(() -> acceptAll(listening));
        return new PlainServer(listening, boundAddress(address, listening));
    }

    static SocketChannel connect(String address) throws IOException {
        SocketAddress where = socketAddress(address);
        SocketChannel channel = SocketChannel.open(family(where));
        channel.connect(where);
        return noDelay(channel);
    }

    @SuppressWarnings("DoNotCallSuggester")
    static UnaryCaller caller(String address) throws IOException {
        throw new UnavailableException("no RPC client in this build yet: address=" + address);
    }

    private record PlainServer(ServerSocketChannel listening, String address) implements MeasuredServer {
        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    private static SocketAddress socketAddress(String address) throws IOException {
        if (address.endsWith("?provider=junixsocket")) {
            throw new UnavailableException("no junixsocket transport in this build yet");
        }
        if (address.startsWith("unix:")) {
            return UnixDomainSocketAddress.of(address.substring("unix:".length(), address.lastIndexOf('?')));
        }
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(
                address.substring("tcp:".length(), colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static ProtocolFamily family(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress) {
            return StandardProtocolFamily.UNIX;
        }
        return ((InetSocketAddress) address).getAddress().getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static String boundAddress(String asked, ServerSocketChannel listening) throws IOException {
        return listening.getLocalAddress() instanceof InetSocketAddress inet
                ? asked.substring(0, asked.lastIndexOf(':') + 1) + inet.getPort()
                : asked;
    }

    private static SocketChannel noDelay(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return channel;
    }

    private static void acceptAll(ServerSocketChannel listening) {
        try {
            while (true) {
                SocketChannel channel = noDelay(listening.accept());
                daemon(() -> echo(channel));
            }
        } catch (IOException closed) {
            // the process ends
        }
    }

    private static void echo(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(ECHO_BUFFER_BYTES);
        try (channel) {
            while (channel.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        } catch (IOException clientGone) {
            // the next connection is not affected
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
