package io.samehost.address;

/** The two libraries that can open an AF_UNIX socket. */
public enum UnixProvider {
    /** The JDK where it can, junixsocket where the JDK cannot. */
    ANY,
    /** The JDK's own channels. */
    JDK,
    /** The junixsocket library. */
    JUNIXSOCKET
}
