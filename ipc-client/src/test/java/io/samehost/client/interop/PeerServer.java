package io.samehost.client.interop;

import java.io.IOException;
import java.util.List;

/** A server in a process of its own, with the methods of {@link PeerService}. */
final class PeerServer implements AutoCloseable {
    private final LineProcess process;
    private final String address;

    private PeerServer(LineProcess process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts a server and waits until it listens. */
    static PeerServer start(List<String> command) throws IOException, InterruptedException {
        LineProcess process = LineProcess.start(command);
        String[] line = process.said().next().split("\t", -1);
        if (!line[0].equals("listening")) {
            process.kill();
            throw new IOException("server does not start: command=" + command + " line=" + line[0]);
        }
        return new PeerServer(process, line[1]);
    }

    String address() {
        return address;
    }

    /** Waits for what a handler says. */
    void await(String line) throws IOException, InterruptedException {
        process.said().await(line);
    }

    /** Lets every call of Hold end. */
    void release() throws IOException {
        process.tell("release");
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
