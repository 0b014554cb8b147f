/** Our ssh beside OpenSSH's, against OpenSSH's sshd: the same messages and exit codes. */
package dev.aikagi.interop.ssh;
