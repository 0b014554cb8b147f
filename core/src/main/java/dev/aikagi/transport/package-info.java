/**
 * RFC 4253: version exchange, packets, key exchange and rekeying, extension negotiation,
 * disconnect. Owns the byte stream; above it there are only messages.
 */
package dev.aikagi.transport;
