/**
 * The protocol that scp spoke before it took SFTP, which came from rcp: what {@code scp -t} and
 * {@code scp -f} say to each other. It has no specification; the rules here are what OpenSSH's
 * program sends, and of what it accepts only the part that leads nowhere else than asked.
 */
package dev.aikagi.scp;
