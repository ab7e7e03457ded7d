/** Payloads in memory that the library lends. Open {@link io.samehost.client.lent.LentPayloadTest} first. */
package io.samehost.client.lent;
