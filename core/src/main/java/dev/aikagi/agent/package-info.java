/**
 * The client of the agent protocol (draft-ietf-sshm-ssh-agent): keys that sign elsewhere, over any
 * stream pair.
 */
package dev.aikagi.agent;
