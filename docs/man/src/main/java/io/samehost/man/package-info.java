/** Man pages, made from the help of the commands while Maven builds. Open {@link io.samehost.man.ManPages}. */
package io.samehost.man;
