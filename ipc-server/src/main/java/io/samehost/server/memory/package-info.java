/**
 * The memory that a server gives to its peers: a bound on the sum of all that they have sent and the server has not worked
 * off, and of all that they are owed and have not taken. Open {@link io.samehost.server.memory.MemoryBudget} first. May not
 * come in: connections and sessions, which say what they hold.
 */
package io.samehost.server.memory;
