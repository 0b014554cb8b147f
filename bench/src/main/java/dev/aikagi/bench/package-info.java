/** Micro-benchmarks of the library, run by JMH; the whole is measured by bench/side-by-side. */
@NullMarked
package dev.aikagi.bench;

import org.jspecify.annotations.NullMarked;
