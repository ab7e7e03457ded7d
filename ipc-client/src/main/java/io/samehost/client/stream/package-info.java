/**
 * The bytes and the protocol of one stream, below {@link io.samehost.client.stream.StreamInbox}, which holds its unread
 * messages.
 *
 * <p>Open {@link io.samehost.client.stream.StreamChannel} first. Deadlines and the exceptions that users catch do not come
 * in here.
 */
package io.samehost.client.stream;
