/** Our ssh-keygen beside the real one and puttygen: files, output, exit codes. */
@org.jspecify.annotations.NullMarked
package dev.aikagi.interop.keygen;
