/** What is trusted, compared with what OpenSSH's own programs make of the same files. */
package dev.aikagi.interop.trust;
