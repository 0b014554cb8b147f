/**
 * The agent protocol (RFC 9987), both sides over any stream pair: keys that sign elsewhere, and a
 * keyring that signs for others.
 */
package dev.aikagi.agent;
