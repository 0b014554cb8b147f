/**
 * Everything that splices a channel to something else, and the policy that a server asks. So far
 * that is "direct-tcpip", of both sides: what a jump host carries. Other port, Unix socket, agent
 * and X11 forwarding belong here and are not there yet.
 */
package dev.aikagi.forward;
