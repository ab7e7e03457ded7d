/**
 * The things that can be measured, as values: transports, patterns, layers, sizes and the loads made of them.
 *
 * <p>Open {@link io.samehost.bench.scenario.Scenario} first. No process, socket, clock or file may come in here.
 */
package io.samehost.bench.scenario;
