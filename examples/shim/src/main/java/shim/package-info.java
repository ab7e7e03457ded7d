/**
 * A command that runs a container by containerd's shim, and needs no containerd: open {@link shim.RunContainer}. The calls are in
 * {@code src/main/protobuf}, and {@code shim.containerd} is generated from there.
 */
package shim;
