/**
 * The C floor: the program that shows the kernel's own cost, and sockperf, which it is checked against.
 *
 * <p>Open {@link io.samehost.bench.floor.Floor} first; the program is {@code floor.c} among the resources. Nothing of the
 * library may come in here.
 */
package io.samehost.bench.floor;
