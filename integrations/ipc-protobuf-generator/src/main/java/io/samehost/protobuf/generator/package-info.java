/**
 * Generates the stubs of services as a plugin of {@code protoc}.
 *
 * <p>Open {@link io.samehost.protobuf.generator.Generator} first, then {@code StubFiles}. The rest is about one thing each: the
 * files that are written ({@code MethodsFile}, {@code ServerFile}, {@code ClientFile}), names, imports, comments, the form of
 * the text. May not come in: servers, clients and their libraries, which only the generated text names.
 */
package io.samehost.protobuf.generator;
