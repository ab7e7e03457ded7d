/**
 * Processes and the machine under them: children and their parent, pinning, processor time, memory, the environment.
 *
 * <p>Open {@link io.samehost.bench.process.Child} first, then {@link io.samehost.bench.process.ParentLine}, its other end.
 * Nothing here knows a scenario, so that every kind of measurement can use it.
 */
package io.samehost.bench.process;
