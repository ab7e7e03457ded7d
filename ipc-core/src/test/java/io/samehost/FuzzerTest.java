package io.samehost;

import io.samehost.fixture.FuzzerContract;

/** The fuzzers of this module and what they have found. */
final class FuzzerTest extends FuzzerContract {}
