package io.samehost.cli.client.tool;

import io.samehost.cli.JsonLine;
import io.samehost.client.daemon.DaemonStatus;
import io.samehost.text.HarmlessText;
import java.time.Instant;

/** A daemon in words and for programs. */
final class StatusText {
    private StatusText() {}

    static String line(String name, DaemonStatus daemon) {
        String work = daemon.answers() ? "calls=" + daemon.calls() : "does not answer";
        return HarmlessText.of(name + " pid=" + daemon.pid() + " version=" + daemon.version() + " " + work);
    }

    static String lines(DaemonStatus daemon) {
        String known = "pid " + daemon.pid() + "\nversion " + HarmlessText.of(daemon.version()) + "\nstarted "
                + started(daemon) + "\nlog " + HarmlessText.of(daemon.log().toString());
        return daemon.answers()
                ? known + "\ncalls " + daemon.calls() + "\nconnections " + daemon.connections() + "\nmemory "
                        + daemon.memoryBytes()
                : known + "\nanswers false";
    }

    private static String started(DaemonStatus daemon) {
        return daemon.started().map(Instant::toString).orElse("unknown");
    }

    static String json(String name, DaemonStatus daemon) {
        return new JsonLine()
                .put("name", name)
                .put("answers", daemon.answers())
                .put("pid", daemon.pid())
                .put("version", daemon.version())
                .put("started", started(daemon))
                .put("calls", daemon.calls())
                .put("connections", daemon.connections())
                .put("memory", daemon.memoryBytes())
                .put("log", daemon.log().toString())
                .toString();
    }
}
