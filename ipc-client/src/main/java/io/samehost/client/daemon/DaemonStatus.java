package io.samehost.client.daemon;

import io.samehost.daemon.DaemonState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A daemon that runs.
 *
 * @param answers false if it holds its lock and says nothing: it is just starting or ending, or stuck
 * @param pid of its process; 0 if not known
 * @param version of the tool; empty if not known
 * @param started when it was started; empty if not known
 * @param calls that are at work, streams too
 * @param connections that are open
 * @param memoryBytes of its heap that are used
 * @param log the file to which it prints
 */
public record DaemonStatus(
        boolean answers,
        long pid,
        String version,
        Optional<Instant> started,
        int calls,
        int connections,
        long memoryBytes,
        Path log) {

    static DaemonStatus of(Map<String, String> values, Path log) {
        return new DaemonStatus(
                true,
                Long.parseLong(values.getOrDefault("pid", "0")),
                values.getOrDefault("version", ""),
                Optional.ofNullable(values.get("started")).map(Instant::parse),
                Integer.parseInt(values.getOrDefault("calls", "0")),
                Integer.parseInt(values.getOrDefault("connections", "0")),
                Long.parseLong(values.getOrDefault("memory", "0")),
                log);
    }

    static DaemonStatus mute(Optional<DaemonState> state, Path log) {
        return new DaemonStatus(
                false,
                state.map(DaemonState::pid).orElse(0L),
                state.map(DaemonState::version).orElse(""),
                state.map(DaemonState::started),
                0,
                0,
                0,
                log);
    }
}
