package io.samehost.server;

/** Which samehost this is. */
final class Version {
    private Version() {}

    /** From the manifest of the jar; {@code dev} when run from class files. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
