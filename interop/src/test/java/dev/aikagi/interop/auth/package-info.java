/** Authentication with OpenSSH's own ssh, sshd and ssh-agent, in each role. */
package dev.aikagi.interop.auth;
