package io.samehost.daemon;

import java.util.regex.Pattern;

/** Names and versions that tools may have. */
public final class ToolNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final Pattern LINE = Pattern.compile(".*");

    private ToolNames() {}

    /** True if a tool may have the name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The name, if a tool may have it.
     *
     * @throws IllegalArgumentException if not, since it is a part of a path
     */
    public static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name for a tool: name=" + name
                    + ", use letters, digits, '.', '_' and '-', 64 at most, the first one neither '.' nor '-'");
        }
        return name;
    }

    /**
     * The version, if a tool may have it.
     *
     * @throws IllegalArgumentException if it is not one line, as which it travels
     */
    public static String requireVersion(String version) {
        if (!LINE.matcher(version).matches()) {
            throw new IllegalArgumentException("not a version for a tool: version=" + version + ", use one line");
        }
        return version;
    }
}
