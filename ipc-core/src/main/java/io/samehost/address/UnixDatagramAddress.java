package io.samehost.address;

/**
 * An AF_UNIX datagram socket, which is always junixsocket's.
 *
 * @param path absolute or relative to the working directory
 */
public record UnixDatagramAddress(String path) implements Address {

    /** @throws IllegalArgumentException if the path is empty or could not be read back from text */
    public UnixDatagramAddress {
        AddressText.checkPath(path);
    }

    @Override
    public String toString() {
        return "unixgram:" + path;
    }
}
