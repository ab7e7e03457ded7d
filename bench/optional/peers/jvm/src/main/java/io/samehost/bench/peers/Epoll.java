package io.samehost.bench.peers;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Netty's epoll for both families. */
final class Epoll {
    private Epoll() {}

    /** {@code unix:PATH?OPTIONS} or {@code tcp:HOST:PORT}. */
    static SocketAddress parse(String address) {
        if (address.startsWith("unix:")) {
            return new DomainSocketAddress(address.substring("unix:".length()).replaceFirst("\\?.*", ""));
        }
        String[] parts = address.split(":", -1);
        return new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
    }

    static Class<? extends Channel> channel(SocketAddress address) {
        return address instanceof DomainSocketAddress ? EpollDomainSocketChannel.class : EpollSocketChannel.class;
    }

    static Class<? extends ServerChannel> serverChannel(SocketAddress address) {
        return address instanceof DomainSocketAddress
                ? EpollServerDomainSocketChannel.class
                : EpollServerSocketChannel.class;
    }

    /** One thread: there is one connection. */
    static EventLoopGroup loop() {
        return new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    }
}
