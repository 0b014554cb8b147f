/**
 * RFC 4252 and RFC 4256: the authentication protocol, client and server, as blocking loops over a
 * transport. Every attempt ends as a value with its reasons.
 */
package dev.aikagi.auth;
