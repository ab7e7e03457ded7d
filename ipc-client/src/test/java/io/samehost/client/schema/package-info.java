/** What servers tell of their messages. May not come in: protobuf, which is above this module. */
package io.samehost.client.schema;
