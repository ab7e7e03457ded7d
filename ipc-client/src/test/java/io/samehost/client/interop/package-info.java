/**
 * Our client against servers in Go and Rust, and our server against their clients. Open {@link
 * io.samehost.client.interop.TheirServerContract} first. May not come in: a test that needs no other implementation.
 */
package io.samehost.client.interop;
