/**
 * The documents, held to the code: what they name is there, and their programs do what they say. Open {@link
 * io.samehost.document.DocumentsTest} first. May not come in: a test of the code itself.
 */
package io.samehost.document;
