/** Builds the image that people install. Runs in the build only; nothing of it is installed. */
@NullMarked
package dev.aikagi.dist;

import org.jspecify.annotations.NullMarked;
