/**
 * A server and a client for each test of a service.
 *
 * <p>Open {@link io.samehost.testing.ServerExtension} first. May not come in: anything that a program needs that is no test.
 */
package io.samehost.testing;
