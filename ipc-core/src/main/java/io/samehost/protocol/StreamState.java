package io.samehost.protocol;

/**
 * The sides of a stream that may still send, seen from either end. "Local" is the end that asks, "remote" its peer.
 *
 * <pre>
 *                    | LOCAL_CLOSES      REMOTE_CLOSES     RESPONSE
 *  ------------------+-----------------------------------------------
 *  OPEN              | LOCAL_CLOSED      REMOTE_CLOSED     CLOSED
 *  LOCAL_CLOSED      | (illegal)         CLOSED            CLOSED
 *  REMOTE_CLOSED     | CLOSED            (illegal)         CLOSED
 *  CLOSED            | (illegal)         (illegal)         (illegal)
 * </pre>
 *
 * A response goes from server to client only and ends the stream whatever its state. A unary call is a stream that the
 * client closed with its request.
 */
enum StreamState {
    OPEN,
    LOCAL_CLOSED,
    REMOTE_CLOSED,
    CLOSED;

    boolean mayReceive() {
        return this == OPEN || this == LOCAL_CLOSED;
    }

    boolean maySend() {
        return this == OPEN || this == REMOTE_CLOSED;
    }

    StreamState afterLocalClose() {
        return this == OPEN ? LOCAL_CLOSED : CLOSED;
    }

    StreamState afterRemoteClose() {
        return this == OPEN ? REMOTE_CLOSED : CLOSED;
    }
}
