/**
 * Whether a key, a file or a user is to be trusted: known_hosts, authorized_keys, file modes,
 * address and name patterns. Pure decisions over given text, attributes and time; each returns its
 * reasons.
 */
package dev.aikagi.trust;
