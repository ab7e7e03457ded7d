/**
 * Notes that a daemon keeps and a command writes. Open {@link notes.NotesDaemon} and {@link notes.NoteCommand} first: what is
 * about processes, sockets and logs does not come in, the library sees to it.
 */
package notes;
