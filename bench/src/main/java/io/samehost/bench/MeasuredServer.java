package io.samehost.bench;

import java.io.Closeable;

/** A server that sends back what it gets, in the process that is measured for it. */
interface MeasuredServer extends Closeable {

    /** Where the client reaches it, with the port that was picked. */
    String address();
}
