package io.samehost.address;

/**
 * The place of a server. Every address has one text form, which {@code toString} prints and {@link #parse} reads back to
 * an equal value:
 *
 * <pre>
 * unix:/run/tool.sock    unix:./tool.sock    unix:@name      AF_UNIX stream: absolute, relative, abstract
 * tcp:HOST:PORT          tcp:[::1]:PORT                      TCP on loopback
 * udp:HOST:PORT          udp:[::1]:PORT                      UDP on loopback
 * unixgram:/run/tool.sock                                    AF_UNIX datagram
 * fd:3                                                       stream socket that this process was started with
 * </pre>
 *
 * An AF_UNIX address may end in {@code ?provider=jdk} or {@code ?provider=junixsocket}. Short forms are read but not
 * printed: a path with a {@code /} and no scheme is {@code unix:}, and {@code tcp:PORT} is {@code tcp:localhost:PORT}.
 */
public sealed interface Address permits UnixAddress, TcpAddress, UdpAddress, UnixDatagramAddress, DescriptorAddress {

    /**
     * Reads an address as the commands take it. Nothing is looked up: neither files nor host names.
     *
     * @throws IllegalArgumentException if the text is no address; the message says what is wrong and how to write it
     */
    static Address parse(String text) {
        return AddressText.parse(text);
    }
}
