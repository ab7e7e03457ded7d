package io.samehost.client.daemon;

import io.samehost.address.ConnectFailedException;
import io.samehost.address.ConnectFailedException.Reason;
import io.samehost.daemon.DaemonLog;
import io.samehost.daemon.DaemonMethods;
import io.samehost.daemon.FileLock;
import io.samehost.daemon.ToolDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One start of a daemon, by one command of those that want it. For one thread. */
final class DaemonStart {
    private static final int LAST_LINES = 20;
    private static final long PAUSE_MILLIS = 3;
    private static final int MOST_STARTS = 3;

    /** What a child has said may still be on its way through the JDK when it has ended. */
    private static final int LAST_LOOKS = 10;

    /** A daemon of another kind says nothing when it is ready, so its socket is tried now and then. */
    private static final long TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final String name;
    private final ToolDirectory directory;
    private final DaemonCommand command;
    private final Optional<String> replaced;
    private final Connecting connecting;
    private final DaemonLog log;
    private final long beganNanos = System.nanoTime();

    /** Connects if somebody serves. */
    interface Connecting {
        Optional<SocketChannel> connectIfThere(long limitNanos) throws IOException;
    }

    DaemonStart(
            String name,
            ToolDirectory directory,
            DaemonCommand command,
            Optional<String> replaced,
            Connecting connecting) {
        this.name = name;
        this.directory = directory;
        this.command = command;
        this.replaced = replaced;
        this.connecting = connecting;
        this.log = new DaemonLog(directory.log());
    }

    /** Starts it, or waits for another command that is starting it. */
    SocketChannel startAndConnect(long limitNanos) throws IOException, InterruptedException {
        while (leftNanos(limitNanos) > 0) {
            Optional<FileLock> lock = directory.tryLockStart();
            if (lock.isPresent()) {
                FileLock held = lock.get();
                try (held) {
                    return startAlone(limitNanos);
                }
            }
            Optional<SocketChannel> there = connecting.connectIfThere(leftNanos(limitNanos));
            if (there.isPresent()) {
                return there.get();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new ConnectFailedException(
                Reason.TIMED_OUT,
                "another command is still starting the daemon: tool=" + name + " waited=" + inMillis(limitNanos));
    }

    private long leftNanos(long limitNanos) {
        return limitNanos - (System.nanoTime() - beganNanos);
    }

    private static String inMillis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos) + " ms";
    }

    /** A daemon that has served and is gone again was idle, or found another one that was: then it takes one more, or two. */
    private SocketChannel startAlone(long limitNanos) throws IOException, InterruptedException {
        for (int starts = 1; ; starts++) {
            Optional<SocketChannel> there = connecting.connectIfThere(leftNanos(limitNanos)); // started meanwhile
            if (there.isPresent()) {
                return there.get();
            }
            prepareLog();
            long positionBytes = log.sizeBytes();
            Process child = command.start(directory, replaced);
            try (InputStream pipe = child.getInputStream()) {
                Optional<SocketChannel> started = await(child, pipe, positionBytes, limitNanos);
                if (started.isPresent()) {
                    return started.get();
                }
                if (starts == MOST_STARTS) {
                    throw failed(
                            "daemon ends as soon as it serves: tool=" + name + " exit=" + child.exitValue() + " starts="
                                    + starts,
                            positionBytes);
                }
            }
        }
    }

    /** Before anything can fail that the log should tell. */
    private void prepareLog() throws IOException {
        try {
            log.prepare();
        } catch (IOException e) {
            throw new IOException(
                    "daemon was not started, since its log cannot be written: tool=" + name + " log=" + log.file()
                            + " cause=" + e.getMessage(),
                    e);
        }
    }

    /** Empty if it has served and has ended. */
    private Optional<SocketChannel> await(Process child, InputStream pipe, long positionBytes, long limitNanos)
            throws IOException, InterruptedException {
        long triedNanos = System.nanoTime();
        StringBuilder said = new StringBuilder();
        int looks = 0;
        while (leftNanos(limitNanos) > 0) {
            looks += child.isAlive() ? 0 : 1;
            said.append(new String(pipe.readNBytes(pipe.available()), StandardCharsets.UTF_8));
            boolean over = looks == LAST_LOOKS || (looks > 0 && said.indexOf("\n") >= 0);
            boolean ready = said.indexOf(DaemonMethods.READY) == 0;
            if (ready || over || System.nanoTime() - triedNanos > TRY_NANOS) {
                triedNanos = System.nanoTime();
                Optional<SocketChannel> there = connecting.connectIfThere(leftNanos(limitNanos));
                if (there.isPresent() || (ready && over)) {
                    return there;
                }
            }
            if (over) {
                throw failed(
                        "daemon ended before it served: tool=" + name + " exit=" + child.exitValue()
                                + reason(said.toString()),
                        positionBytes);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw failed(
                "daemon does not serve yet: tool=" + name + " pid=" + child.pid() + " waited=" + inMillis(limitNanos),
                positionBytes);
    }

    /** As it says itself: the log may have no room, or only the end of it. */
    private static String reason(String said) {
        return said.startsWith(DaemonMethods.FAILED)
                ? " cause=" + said.substring(DaemonMethods.FAILED.length()).strip()
                : "";
    }

    private DaemonStartException failed(String what, long positionBytes) {
        return new DaemonStartException(what, log.file(), log.tail(LAST_LINES, positionBytes));
    }
}
