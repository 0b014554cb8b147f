package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.SecurityKeyHandle;
import dev.aikagi.key.SignatureAlgorithm;

/** The FIDO authenticators of this machine, for an agent that has a way to them. */
public interface SecurityKeys {
  /**
   * Has an authenticator sign, and waits for somebody to touch it where the key wants that.
   *
   * @return the whole signature blob; it is looked at before anybody gets it
   */
  Bytes sign(SecurityKeyHandle key, SignatureAlgorithm algorithm, byte[] data) throws SshException;
}
