package dev.aikagi.agent;

import dev.aikagi.Bytes;

/**
 * An entry of an agent's list as it stands there: a key, a certificate, or something of a type that
 * is not known here.
 */
public record ListedKey(Bytes blob, Bytes comment) {}
