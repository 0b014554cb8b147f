/**
 * The patterns of ssh_config(5): wildcards, networks, and lists of both with negation. One matcher
 * for configuration files, known_hosts, authorized_keys and certificates, so that no text means one
 * thing to the one and another to the other.
 */
package dev.aikagi.pattern;
