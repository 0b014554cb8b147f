/**
 * Targets for Jazzer: one class for each parser of what strangers write, with a method {@code
 * fuzzerTestOneInput}. What it must do is in there too, so that a wrong answer counts as a finding
 * like an exception. The inputs below {@code interop/src/test/fuzz} are where the search starts; a
 * test replays them.
 */
@org.jspecify.annotations.NullMarked
package dev.aikagi.fuzz;
