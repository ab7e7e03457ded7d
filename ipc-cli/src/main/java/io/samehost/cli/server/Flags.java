package io.samehost.cli.server;

import io.samehost.cli.Units;
import io.samehost.server.setting.Advice;
import io.samehost.server.setting.Setting;
import java.time.Duration;

/** Names of the library's settings on the command line, for texts of the library that mention one. */
final class Flags {
    private Flags() {}

    /** A part of such a text as the command says it: settings by their options, durations as users write them. */
    static String named(Object part) {
        if (part instanceof Setting setting) {
            return of(setting);
        }
        if (part instanceof Advice advice) {
            String flag = of(advice.setting());
            return advice.value().isEmpty() ? flag : flag + ' ' + advice.value();
        }
        return part instanceof Duration duration ? Units.text(duration) : String.valueOf(part);
    }

    private static String of(Setting setting) {
        return switch (setting) {
            case ALLOW_ANY_USER -> "--allow-any-user";
            case ALLOW_USER -> "--allow-user";
            case BACKLOG -> "--backlog";
            case ENGINE -> "--engine";
            case LOOPS -> "--loops";
            case MAX_CHILDREN -> "--max-children";
            case MAX_CONNECTIONS -> "--max-connections";
            case MAX_IN_FLIGHT -> "--max-in-flight";
            case MEMORY_BUDGET -> "--memory-budget";
            case SOCKET_FILE_MODE -> "--mode";
            case OUTPUT_GRACE -> "--output-grace";
            case SPIN -> "--spin";
            case KILL_GRACE, SOCKET_BUFFERS -> setting.toString(); // no option of the command
        };
    }
}
