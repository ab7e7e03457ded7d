/**
 * The forms in which messages of a call go in and out: bytes as they are, lines, or JSON. Open {@link
 * io.samehost.cli.client.form.MessageForm} first, then {@link io.samehost.cli.client.form.FormChoice}. May not come in: what a
 * call does with them.
 */
package io.samehost.cli.client.form;
