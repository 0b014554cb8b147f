/**
 * The client's façade: options, the order of the phases (stream, transport, authentication,
 * connection) and the thread that reads.
 */
package dev.aikagi.client;
