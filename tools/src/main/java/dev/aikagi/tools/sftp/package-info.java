/**
 * The sftp program: OpenSSH's command line, commands, prompts, messages and exit codes over the
 * library's client.
 *
 * <p>Names and commands are bytes, and no encoding is sure to be theirs. In this package they are
 * strings of which each character is one byte (see {@link dev.aikagi.tools.files.Octets}), so that
 * they can be split and matched like text; what is shown is made of them by {@link
 * dev.aikagi.tools.files.Shown}.
 */
package dev.aikagi.tools.sftp;
