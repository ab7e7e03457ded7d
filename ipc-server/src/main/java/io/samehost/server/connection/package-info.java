/**
 * A connection from accept to close, as both engines need it: who comes in, what its session is told, and when it is given
 * up. Open {@link io.samehost.server.connection.Admission} first, then {@link
 * io.samehost.server.connection.AcceptedConnection}. May not come in: what moves the bytes.
 */
package io.samehost.server.connection;
