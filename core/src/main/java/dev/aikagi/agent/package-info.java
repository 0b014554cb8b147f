/**
 * The agent protocol (draft-ietf-sshm-ssh-agent), both sides over any stream pair: keys that sign
 * elsewhere, and a keyring that signs for others.
 */
package dev.aikagi.agent;
