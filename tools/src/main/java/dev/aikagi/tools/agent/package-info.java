/**
 * ssh-agent: a keyring in a process of its own, behind a socket that is its owner's alone, or for
 * the time of one command.
 */
package dev.aikagi.tools.agent;
