/**
 * Terminals, users, credentials, processes and PAM of a POSIX system, through the FFM API. Waits in
 * here are waits in the kernel: use platform threads.
 */
package dev.aikagi.posix;
