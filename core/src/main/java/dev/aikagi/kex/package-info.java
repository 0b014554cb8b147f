/**
 * Key exchange: negotiation as a pure function of two KEXINITs, and one straight-line file per
 * family of methods. Sends and receives through {@link dev.aikagi.kex.KexIo}; knows no packets.
 */
package dev.aikagi.kex;
