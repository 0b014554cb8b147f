/**
 * SSH-shaped cryptography over the JDK's: packet ciphers, compression, key agreements and the few
 * primitives that the JDK lacks.
 */
package dev.aikagi.crypto;
