package io.samehost.wire;

/** x. */
public enum StatusCode {
    OK
}
