/**
 * What the tools that move files share: both sides' files by names that are bytes, wildcards, the
 * ways to a server, the progress line, and what is said of a failure.
 *
 * <p>Names are bytes, and no encoding is sure to be theirs. Here they are strings of which each
 * character is one byte (see {@link dev.aikagi.tools.files.Octets}), so that they can be split and
 * matched like text; what is shown is made of them by {@link dev.aikagi.tools.files.Shown}.
 */
package dev.aikagi.tools.files;
