/** Tests of the generator. What it generates stands below as sources, which are compiled, and called. */
package io.samehost.protobuf.generator;
