package dev.aikagi.server;

import dev.aikagi.Reason;
import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.auth.ServerAuthOptions;
import dev.aikagi.auth.ServerAuthPolicy;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.connection.Connection;
import dev.aikagi.connection.ConnectionOptions;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.forward.ForwardPolicy;
import dev.aikagi.key.Signer;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.TransportOptions;
import java.util.List;
import java.util.Optional;

/**
 * What one connection is allowed; a server asks its {@link ServerOptions#policies} for one when the
 * peer has connected. Called on the connection's thread, in the order of the methods here.
 *
 * @param <U> the caller's kind of user
 */
public interface ConnectionPolicy<U extends UserPolicy> {
  /** Why this peer is turned away before a word is said (RefuseConnection, penalties). */
  default Optional<Reason> refusal() {
    return Optional.empty();
  }

  /** Algorithms, rekey limits, the listener of transport events. */
  default TransportOptions transportOptions() {
    return TransportOptions.server();
  }

  /** At least one. */
  List<Signer> hostKeys();

  /** Who may log in. */
  ServerAuthPolicy<U> users();

  /** Limits and the observer of attempts; the transport knows versions and extensions by now. */
  default ServerAuthOptions authOptions(SecureTransport transport) {
    return ServerAuthOptions.defaults();
  }

  /** Limits after authentication: MaxSessions, keep-alives, windows. */
  default ConnectionOptions connectionOptions(AuthenticatedUser<U> user) {
    return ConnectionOptions.SERVER;
  }

  /** Whether the thread of the connection is a platform thread from authentication on: for bulk. */
  default boolean wantsPlatformThread(AuthenticatedUser<U> user) {
    return false;
  }

  /** What serves one session channel of this user; called for each. */
  SessionHandler session(AuthenticatedUser<U> user, Connection connection);

  /** What this user may forward; asked once, when he first wants to. */
  default ForwardPolicy forwarding(AuthenticatedUser<U> user, Connection connection) {
    return ForwardPolicy.NOTHING;
  }
}
