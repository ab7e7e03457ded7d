package io.samehost.cli.client.doctor;

import io.samehost.cli.ExitCode;
import java.util.Locale;

/**
 * An answer to one check.
 *
 * @param text in plain words, one line
 * @param fix what to do, one line; empty where nothing is to be done
 * @param exitCode of a program that stops here; 0 unless it is broken
 */
record Finding(State state, String text, String fix, int exitCode) {

    /** How it is. Only what is broken counts as not well. */
    enum State {
        OK,
        /** Works, or is not needed; worth knowing. */
        NOTE,
        /** Could not be looked at. */
        UNKNOWN,
        BROKEN,
        /** Not tried, since an earlier step stopped. */
        SKIPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String text) {
        return new Finding(State.OK, text, "", ExitCode.DONE);
    }

    static Finding note(String text, String fix) {
        return new Finding(State.NOTE, text, fix, ExitCode.DONE);
    }

    static Finding unknown(String text) {
        return new Finding(State.UNKNOWN, text, "", ExitCode.DONE);
    }

    static Finding skipped() {
        return new Finding(State.SKIPPED, "not tried", "", ExitCode.DONE);
    }

    /** A fault of this machine. */
    static Finding broken(String text, String fix) {
        return broken(text, fix, ExitCode.BUG);
    }

    static Finding broken(String text, String fix, int exitCode) {
        return new Finding(State.BROKEN, text, fix, exitCode);
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }
}
