/** ssh-keyscan: asks many servers at once for their host keys. */
@org.jspecify.annotations.NullMarked
package dev.aikagi.tools.keyscan;
