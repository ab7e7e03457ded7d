package io.samehost.server;

import io.samehost.address.Address;
import io.samehost.address.DescriptorAddress;
import io.samehost.transport.ChannelAddresses;
import io.samehost.transport.DatagramPort;
import io.samehost.transport.Datagrams;
import io.samehost.transport.InheritedSockets;
import io.samehost.transport.ListeningSocket;
import io.samehost.transport.Transports;
import io.samehost.transport.system.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The sockets of a server: those that it binds, and those that others made. */
final class ServerSockets {
    final List<ListeningSocket> listening = new ArrayList<>();
    final List<DatagramPort> ports = new ArrayList<>();
    final List<Given> given = new ArrayList<>();
    private final List<SocketChannel> owned = new ArrayList<>();
    final List<Address> addresses = new ArrayList<>();
    final List<String> providers = new ArrayList<>();

    /** A connection that others made, and what to call it. */
    record Given(SocketChannel channel, Address address) {}

    /** Binds every address, in order, and takes over what others made. What was opened before a failure is the caller's. */
    void open(ServerSettings settings) throws IOException {
        owned.addAll(settings.connections); // first, so that any failure closes them
        for (SocketChannel connection : settings.connections) {
            take(connection, ChannelAddresses.of(connection), settings);
        }
        for (Address address : settings.addresses) {
            if (address instanceof DescriptorAddress inherited) {
                take(inherited, settings);
            } else {
                settings.requireIdentifiablePeers(address);
                bind(address, settings);
            }
        }
        for (ServerSocketChannel channel : settings.channels) {
            add(Transports.borrow(channel), settings);
        }
    }

    private void bind(Address address, ServerSettings settings) throws IOException {
        if (!Datagrams.isDatagram(address)) {
            ListeningSocket socket = Transports.listen(address, settings.listenOptions());
            listening.add(socket);
            addresses.add(socket.address());
            providers.add(socket.provider());
            return;
        }
        settings.requireForDatagrams(address);
        DatagramPort port = Datagrams.bind(address, settings.listenOptions());
        ports.add(port);
        addresses.add(port.address());
        providers.add(port.provider());
    }

    private void take(DescriptorAddress inherited, ServerSettings settings) throws IOException {
        NetworkChannel channel = InheritedSockets.forServer(inherited);
        if (channel instanceof ServerSocketChannel socket) {
            add(Transports.borrow(socket, inherited), settings);
        } else {
            owned.add((SocketChannel) channel);
            take((SocketChannel) channel, ChannelAddresses.of(channel, inherited), settings);
        }
    }

    private void add(ListeningSocket socket, ServerSettings settings) {
        settings.requireIdentifiablePeers(socket.address());
        listening.add(socket);
        addresses.add(socket.address());
        providers.add(socket.provider());
    }

    private void take(SocketChannel connection, Address address, ServerSettings settings) throws IOException {
        settings.requireIdentifiablePeers(address);
        connection.configureBlocking(true);
        given.add(new Given(connection, address));
    }

    /** False once all connections that others made have ended. */
    boolean hasGivenConnections() {
        return owned.stream().anyMatch(SocketChannel::isOpen);
    }

    /** Closes connections that others made, also those that were never served. */
    void closeGiven() throws IOException {
        Closing.all(owned.toArray(Closeable[]::new));
    }
}
