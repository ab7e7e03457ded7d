package io.samehost.transport.system;

import jdk.jfr.FlightRecorder;

/**
 * Whether the JDK's Flight Recorder is there and at work. Classes of events should be used only then: others than the JDK's are
 * not in the archives from which a JVM starts. A program of modules has the recorder if one of them requires {@code jdk.jfr}.
 */
public final class FlightRecording {
    private static final boolean IS_THERE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecording() {}

    /** Costs next to nothing, so that every call may ask. */
    public static boolean isOn() {
        return IS_THERE && FlightRecorder.isInitialized();
    }
}
