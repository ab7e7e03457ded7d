/** The test of the benchmark as a whole: which of its rooms may know which. Tests of one room stand in that room. */
package io.samehost.bench;
