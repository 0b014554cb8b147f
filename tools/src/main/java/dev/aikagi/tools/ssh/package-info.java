/**
 * The ssh program: OpenSSH's command line, prompts, messages and exit codes over the library's
 * client.
 */
package dev.aikagi.tools.ssh;
