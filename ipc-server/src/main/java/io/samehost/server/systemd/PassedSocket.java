package io.samehost.server.systemd;

import io.samehost.address.DescriptorAddress;

/**
 * A socket that the service manager passed to this process.
 *
 * @param name of {@code FileDescriptorName=} in its unit; {@code unknown} if the manager told none
 * @param address for {@link io.samehost.server.ServerBuilder#listen(io.samehost.address.Address)}
 */
public record PassedSocket(String name, DescriptorAddress address) {}
