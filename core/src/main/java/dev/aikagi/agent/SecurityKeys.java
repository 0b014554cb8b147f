package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.util.Optional;

/** The FIDO authenticators of this machine, for an agent that has a way to them. */
public interface SecurityKeys {
  /** The name of the way that an agent has itself, without anybody's library. */
  String INTERNAL = "internal";

  /**
   * What is to be signed.
   *
   * @param key wiped when the call is over
   * @param provider {@link #INTERNAL}, or the file of a library with all links resolved
   * @param detail what the signature is for, where that is known
   */
  record Request(
      SecurityKeyPrivateKey key,
      SignatureAlgorithm algorithm,
      Bytes data,
      String provider,
      Optional<String> detail) {}

  /**
   * Has an authenticator sign, on the thread of the client that wants it, and waits for somebody to
   * touch it where the key wants that. The keyring is not held meanwhile: several threads may call.
   *
   * @return the whole signature blob; it is looked at before anybody gets it
   */
  Bytes sign(Request request) throws SshException;
}
