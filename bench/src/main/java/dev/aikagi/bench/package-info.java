/**
 * Measurements of the library: JMH for its inner loops, and processes that bench/run has take
 * turns.
 */
@NullMarked
package dev.aikagi.bench;

import org.jspecify.annotations.NullMarked;
