/**
 * Keys, signatures, fingerprints and every file format that holds them. A key type is not a
 * signature algorithm: one RSA key signs with three.
 */
package dev.aikagi.key;
