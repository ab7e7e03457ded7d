package io.samehost.cli.server;

import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.server.setting.SettingException;

/** Turns what the server throws into the end of the command. */
final class ServerFailure {
    private ServerFailure() {}

    static Failure of(Throwable thrown) {
        return thrown instanceof SettingException unwise
                ? new Failure(ExitCode.USAGE, unwise.message(Flags::named))
                : Failure.of(thrown);
    }
}
