/** The programs of {@code docs/beyond.md}. Open {@link io.samehost.grpc.beyond.BeyondPageTest} first. */
package io.samehost.grpc.beyond;
