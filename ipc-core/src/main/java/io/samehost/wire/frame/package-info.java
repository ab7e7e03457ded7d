/**
 * Frames: the bytes of a connection, and how they are written and read. Open {@link io.samehost.wire.frame.FrameHeader} first, then {@link
 * io.samehost.wire.frame.FrameDecoder} and {@link io.samehost.wire.frame.FrameEncoder}.
 *
 * <p>Everything on a connection is a frame: ten bytes of header, and up to 4 MiB of data. In a request and a response the
 * data is a protobuf envelope, with the user's payload as its last field; in a data frame it is the user's message alone.
 *
 * <pre>
 *  request    | length | stream id | 1 | flags |  service, method, timeout, metadata | payload |
 *  response   | length | stream id | 2 |   0   |  status                             | payload |
 *  data       | length | stream id | 3 | flags |  message                                      |
 *              4 bytes   4 bytes     1   1        length bytes
 * </pre>
 *
 * <p>A call of {@code Greeter/Hi} with the payload {@code you}, as it stands on the wire:
 *
 * <pre>
 *  00 00 00 12   00 00 00 01   01   00                        18 bytes follow, stream 1, request, no flags
 *  0a 07 G r e e t e r   12 02 H i   1a 03 y o u              service, method, payload
 * </pre>
 *
 * <p>No channel, no thread and no clock comes in here, and nothing that knows more than one frame: that is {@code
 * protocol}.
 */
package io.samehost.wire.frame;
