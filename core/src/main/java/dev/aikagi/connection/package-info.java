/**
 * RFC 4254: channels, windows, channel requests, sessions and global requests over a transport.
 * Knows no users, keys or sockets. One thread reads; it never writes and never runs the caller's
 * code.
 */
package dev.aikagi.connection;
