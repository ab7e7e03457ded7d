/**
 * The command {@code ipc-server}: a class for each service it can start. Open {@link io.samehost.cli.server.IpcServer}
 * first. No service is implemented here; those are in the library.
 */
package io.samehost.cli.server;
