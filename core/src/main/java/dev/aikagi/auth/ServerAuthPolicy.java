package dev.aikagi.auth;

/**
 * Where a server's decisions about users come from. Everything is asked on the connection's thread
 * and may block; whatever is thrown means no.
 *
 * @param <U> the caller's kind of user
 */
public interface ServerAuthPolicy<U extends UserPolicy> {
  /**
   * The policy for this name. Names that do not exist get one too, with {@link UserPolicy#refusal}
   * set, whose answers cost the same time and look the same to the peer.
   */
  U user(String userName);
}
