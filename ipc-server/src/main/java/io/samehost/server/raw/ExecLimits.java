package io.samehost.server.raw;

import io.samehost.server.setting.Setting;
import io.samehost.server.setting.SettingException;
import java.time.Duration;

/**
 * Bounds for the children of an {@link ExecService}.
 *
 * @param maxChildren children that may run at a time; further connections wait for their turn, unread
 * @param killGrace time between SIGTERM and SIGKILL for a child whose peer has gone
 * @param outputGrace time that processes left in the background may go on writing to the peer after the child has ended;
 *     then they are ended too
 */
public record ExecLimits(int maxChildren, Duration killGrace, Duration outputGrace) {
    /** 64 children, and five seconds for each grace. */
    public static final ExecLimits DEFAULT = new ExecLimits(64, Duration.ofSeconds(5), Duration.ofSeconds(5));

    /** For the kernel, after SIGKILL. */
    private static final Duration KERNEL_WAIT = Duration.ofSeconds(2);

    private static final Duration LONGEST_KILL_GRACE = Duration.ofDays(36_525);

    /** @throws IllegalArgumentException if {@code maxChildren} is not positive, or a grace is negative */
    public ExecLimits {
        if (maxChildren < 1) {
            throw new SettingException("{0} must be positive: {0}={1}", Setting.MAX_CHILDREN, maxChildren);
        }
        requireNotNegative(Setting.KILL_GRACE, killGrace);
        requireNotNegative(Setting.OUTPUT_GRACE, outputGrace);
    }

    private static void requireNotNegative(Setting setting, Duration grace) {
        if (grace.isNegative()) {
            throw new SettingException("{0} must not be negative: {0}={1}", setting, grace);
        }
    }

    /** Longest wait for the end of a child that gets SIGTERM and after its grace SIGKILL. */
    Duration killWait() {
        boolean forEver = killGrace.compareTo(LONGEST_KILL_GRACE) > 0; // longer ones could overflow
        return forEver ? killGrace : killGrace.plus(KERNEL_WAIT);
    }

    public ExecLimits withMaxChildren(int children) {
        return new ExecLimits(children, killGrace, outputGrace);
    }

    public ExecLimits withKillGrace(Duration grace) {
        return new ExecLimits(maxChildren, grace, outputGrace);
    }

    public ExecLimits withOutputGrace(Duration grace) {
        return new ExecLimits(maxChildren, killGrace, grace);
    }
}
