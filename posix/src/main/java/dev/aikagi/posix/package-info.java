/** Terminals, users, credentials, processes and PAM of a POSIX system. */
package dev.aikagi.posix;
