/**
 * Messages of protobuf as the values of calls, and what code that is generated from a {@code .proto} file stands on.
 *
 * <p>Open {@link io.samehost.protobuf.MessageMarshaller} first. May not come in: servers, clients, the generator.
 */
package io.samehost.protobuf;
