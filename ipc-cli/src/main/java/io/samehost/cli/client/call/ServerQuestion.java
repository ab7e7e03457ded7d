package io.samehost.cli.client.call;

import io.samehost.client.CallException;
import java.io.IOException;

/** A method of {@code samehost.Server} without a request, over streams or datagrams. */
interface ServerQuestion {
    String SERVICE = "samehost.Server";
    byte[] NOTHING = {};

    byte[] ask(String method) throws IOException, CallException;
}
