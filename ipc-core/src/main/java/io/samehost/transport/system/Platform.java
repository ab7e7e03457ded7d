package io.samehost.transport.system;

/** The system that this is, where behaviour differs. */
public final class Platform {
    private static final String NAME = System.getProperty("os.name");

    public static final boolean IS_LINUX = NAME.equals("Linux");
    public static final boolean IS_MAC = NAME.startsWith("Mac");

    private Platform() {}
}
