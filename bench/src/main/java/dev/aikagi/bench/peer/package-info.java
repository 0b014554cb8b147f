/** The libraries that are measured beside ours, each behind the same few calls. */
@NullMarked
package dev.aikagi.bench.peer;

import org.jspecify.annotations.NullMarked;
