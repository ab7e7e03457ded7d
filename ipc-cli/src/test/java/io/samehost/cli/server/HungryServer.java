package io.samehost.cli.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command's server with a method that takes all the memory and never gives it back. */
@Command(name = "hungry")
public final class HungryServer implements Callable<Integer> {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Guarded by itself. */
    private static final Deque<byte[]> EATEN = new ArrayDeque<>(1 << 16);

    private static final CountDownLatch HUNGRY = new CountDownLatch(1);

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Spec
    private CommandSpec spec;

    HungryServer() {}

    /** Runs the server at the address in {@code IPC_ADDRESS}. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new HungryServer()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Thread eater = new Thread(HungryServer::eatOn, "hungry");
        eater.setDaemon(true);
        eater.start();
        return new Serving(options, spec)
                .run(builder -> builder.handle("test.Hungry", "Eat", request -> {
                    HUNGRY.countDown();
                    eatAll();
                    return request.payload();
                }));
    }

    /** What others give back goes too. */
    private static void eatOn() {
        while (true) {
            try {
                HUNGRY.await();
                eatAll();
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException | Error e) {
                // for want of memory, as is wanted
            }
        }
    }

    private static void eatAll() {
        for (int bytes = 1 << 20; bytes >= 1 << 10; bytes /= 4) {
            eat(bytes);
        }
    }

    private static void eat(int bytes) {
        try {
            while (true) {
                synchronized (EATEN) {
                    EATEN.add(new byte[bytes]);
                }
            }
        } catch (OutOfMemoryError e) {
            // that is all there was in such pieces
        }
    }
}
