package io.samehost.transport;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;

/** An address of this machine, or one that it does not have: {@code ::1} where IPv6 is off. */
final class LoopbackAddress {
    private LoopbackAddress() {}

    /** True if a server can have the address, so that a failure to bind it means something else. */
    static boolean exists(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet4Address && address.getAddress().isLoopbackAddress()) {
            return true; // all of 127.0.0.0/8, of which the interface names one
        }
        try {
            return NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (IOException e) {
            return true; // then it is in use, as far as anybody knows
        }
    }
}
