/** Checks an ssh_config or sshd_config: what is refused, old, weak or without effect in it. */
package dev.aikagi.tools.configcheck;
