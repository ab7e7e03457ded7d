/**
 * Serves the files of a directory as streams. Open {@link io.samehost.server.files.FilesService} first. Names of files come
 * from peers, so every one of them goes through the checks here. May not come in: anything that writes or deletes a file.
 */
package io.samehost.server.files;
