package io.samehost.cli;

/** Arguments of a program as the JVM got them. */
public final class Arguments {
    private static final char LOST = '\uFFFD';

    private Arguments() {}

    /**
     * False if an argument lost characters on its way into the JVM, as everything beyond ASCII does in the C locale. The
     * launcher sees to it that arguments arrive; a JVM that is started by hand may not be so lucky.
     */
    public static boolean areReadable(String[] arguments) {
        for (String argument : arguments) {
            if (argument.indexOf(LOST) >= 0 && !encoding().equals("UTF-8")) {
                return false;
            }
        }
        return true;
    }

    /** The encoding of arguments and of file names. */
    static String encoding() {
        return System.getProperty("sun.jnu.encoding", "UTF-8");
    }
}
