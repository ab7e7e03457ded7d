package io.samehost.server;

import io.samehost.server.fixture.Bytes;
import io.samehost.server.handler.ServerRequest;

/** A server in a process of its own: {@code ADDRESS ENGINE}. Ends with its input. */
final class DescriptorLimitProgram {
    private DescriptorLimitProgram() {}

    public static void main(String[] args) throws Exception {
        Server server = Server.builder()
                .listen(args[0])
                .engine(EngineKind.valueOf(args[1]))
                .handle(Bytes.SERVICE, "work", ServerRequest::payload)
                .start();
        try (server) {
            System.out.println(server.addresses().get(0));
            while (System.in.read() >= 0) {
                // until the parent ends
            }
        }
    }
}
