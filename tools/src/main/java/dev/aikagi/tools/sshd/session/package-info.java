/**
 * The session process: what starts programs as users and calls PAM, so that sshd itself does
 * neither; and the messages that it has with sshd.
 */
package dev.aikagi.tools.sshd.session;
