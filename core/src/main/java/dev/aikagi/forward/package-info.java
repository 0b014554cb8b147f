/**
 * The place of everything that splices a channel to something else: port, Unix socket, agent and
 * X11 forwarding. What exists so far is the policy that a server asks; nothing is forwarded yet.
 */
package dev.aikagi.forward;
