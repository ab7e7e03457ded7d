/** The test of this module as a whole: which of its rooms may know which. Tests of one room stand in that room. */
package io.samehost;
