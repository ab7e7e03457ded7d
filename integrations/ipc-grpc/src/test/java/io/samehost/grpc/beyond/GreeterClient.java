package io.samehost.grpc.beyond;

import io.samehost.client.CallException;
import io.samehost.client.Caller;
import java.io.IOException;

/** As the generator makes one. */
interface GreeterClient {
    String hello(String name) throws IOException, CallException;

    static GreeterClient of(Caller caller) {
        return name -> caller.call(GreeterService.HELLO, name);
    }
}
