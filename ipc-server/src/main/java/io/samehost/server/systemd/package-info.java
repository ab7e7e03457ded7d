/**
 * A server that a service manager such as systemd starts: it serves on sockets that the manager has opened, and tells it
 * when it is ready and when it ends. Open {@link io.samehost.server.systemd.Systemd} first. May not come in: how sockets are
 * adopted, which the server knows.
 */
package io.samehost.server.systemd;
