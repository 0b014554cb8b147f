/** The sshd program: listens, authenticates system users and runs their sessions. */
package dev.aikagi.tools.sshd;
