/** Tests of what generated stubs stand on. */
package io.samehost.protobuf;
