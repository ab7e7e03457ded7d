/**
 * Man pages and completions for shells, made from the help of the commands while Maven builds. Open {@link
 * io.samehost.man.ManPages} first. Nothing that runs in a command comes in.
 */
package io.samehost.man;
