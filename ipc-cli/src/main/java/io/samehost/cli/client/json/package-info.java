/**
 * Messages of protobuf as people write and read them: JSON, and the text of a {@code .proto}. Open {@link
 * io.samehost.cli.client.json.Schema} first. The one room that knows protobuf and JSON libraries, which are loaded when a schema
 * is known and not before. May not come in: calls.
 */
package io.samehost.cli.client.json;
