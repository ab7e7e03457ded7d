package io.samehost.cli.client.doctor;

import io.samehost.cli.Failure;
import io.samehost.cli.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One thing to look at. */
record Check(String name, Look look) {

    /** Looks. May wait; it is given up at a deadline. */
    interface Look {
        Finding look() throws Exception;
    }

    /** A machine says why it cannot be looked at; that is no fault of it. */
    Finding run(Duration deadline) throws InterruptedException {
        return run(
                deadline,
                failure -> Finding.unknown("cannot be looked at: "
                        + (failure instanceof IOException io ? Failure.inWords(io) : String.valueOf(failure))));
    }

    /** Looks on a thread of its own, which stays behind if it hangs. */
    Finding run(Duration deadline, Function<Throwable, Finding> failed) throws InterruptedException {
        FutureTask<Finding> task = new FutureTask<>(look::look);
        Thread thread = new Thread(task, "samehost-doctor");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(TimeUnit.NANOSECONDS.convert(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            Finding late = failed.apply(e);
            return late.isBroken()
                    ? late
                    : Finding.broken(
                            "hangs: given up after " + Units.text(deadline), "look for a device or network that hangs");
        } catch (ExecutionException e) {
            return failed.apply(e.getCause());
        }
    }
}
