/**
 * Socket files: who may have a path, which file is stale, which mode it gets, how it gets into place and goes again.
 *
 * <p>Open {@link io.samehost.transport.files.SocketFiles} first. Nothing else creates, moves or deletes a file. Connections
 * and what travels on them do not come in here.
 */
package io.samehost.transport.files;
