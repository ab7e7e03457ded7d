/** Stubs as they are generated from the files of the same name in {@code src/test/protobuf}; a test compares them. */
package io.samehost.protobuf.generator.golden.names;
