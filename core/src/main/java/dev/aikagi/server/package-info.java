/**
 * The server's façade: listeners, the order of the phases of each connection, and what bounds
 * strangers (startups, grace time). Who may log in and what a session runs come in as policies.
 */
package dev.aikagi.server;
