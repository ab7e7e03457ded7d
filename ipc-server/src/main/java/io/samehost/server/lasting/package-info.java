/**
 * Help for threads that serve everybody and therefore may not end. Open {@link io.samehost.server.lasting.LastingLog}
 * first. Every room of the server may use this one; it uses none.
 */
package io.samehost.server.lasting;
