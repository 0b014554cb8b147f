package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.RsaPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one connection to an agent was bound to: the way from this machine to whoever asks. One
 * thread's own.
 */
final class Bindings {
  /** As in OpenSSH. */
  static final int MAX = 16;

  /**
   * A binding that was verified.
   *
   * @param key of the host; in its certificate where it has shown one
   */
  record Bound(SessionBinding binding, PublicKey key, Optional<Certificate> certificate) {}

  private final List<Bound> bound = new ArrayList<>();
  private boolean attempted;
  private boolean failed;

  List<Bound> all() {
    return List.copyOf(bound);
  }

  /** Whether somebody said, or tried to say, that the connection is for another machine. */
  boolean isRemote() {
    return attempted;
  }

  /**
   * A connection that once was not bound as it should have been comes from nobody knows where, and
   * what is said on it afterwards may be said by somebody else.
   */
  boolean hasFailed() {
    return failed;
  }

  /**
   * Verifies a binding and adds it to the way. One that is there already is no fault.
   *
   * @throws RefusedException where it is not true, or cannot follow what is there
   */
  SessionBinding add(Bytes fields) throws RefusedException {
    attempted = true;
    try {
      Bound next = verified(read(fields));
      if (!isKnown(next.binding())) {
        bound.add(next);
      }
      return next.binding();
    } catch (RefusedException e) {
      failed = true;
      throw e;
    }
  }

  private boolean isKnown(SessionBinding binding) throws RefusedException {
    for (Bound earlier : bound) {
      SessionBinding known = earlier.binding();
      if (!known.forwarding()) {
        throw refused("it is bound to a login already");
      }
      if (known.sessionId().equals(binding.sessionId())) {
        if (!known.hostKey().equals(binding.hostKey())) {
          throw refused("the session is bound to another host key already");
        }
        return true;
      }
    }
    if (bound.size() == MAX) {
      throw refused("it goes through " + MAX + " hosts already");
    }
    return false;
  }

  private static SessionBinding read(Bytes fields) throws RefusedException {
    try {
      return SessionBinding.read(new WireReader(fields));
    } catch (MalformedException e) {
      throw refused("the request is malformed: " + e.getMessage());
    }
  }

  private static Bound verified(SessionBinding binding) throws RefusedException {
    if (binding.sessionId().isEmpty()) {
      throw refused("there is no session identifier");
    }
    PublicKey key;
    Optional<Certificate> certificate;
    try {
      Bytes blob = binding.hostKey();
      boolean certified = KeyType.ofBlob(blob).filter(KeyType::certificate).isPresent();
      certificate = certified ? Optional.of(Certificate.parse(blob)) : Optional.empty();
      key = certified ? certificate.get().publicKey() : PublicKey.parse(blob);
    } catch (MalformedException e) {
      throw refused("the host key is faulty: " + e.getMessage());
    }
    if (!proves(key, binding)) {
      throw refused("the host key did not sign the session identifier");
    }
    return new Bound(binding, key, certificate);
  }

  /** How the host signed was agreed on between it and its client, so any algorithm will do. */
  private static boolean proves(PublicKey key, SessionBinding binding) {
    try {
      String name = new WireReader(binding.signature()).readName();
      return SignatureAlgorithm.named(name)
          .filter(
              algorithm ->
                  key.verify(
                      algorithm,
                      binding.sessionId().toArray(),
                      binding.signature(),
                      RsaPublicKey.MIN_BITS))
          .isPresent();
    } catch (MalformedException e) {
      return false;
    }
  }

  private static RefusedException refused(String detail) {
    return new RefusedException(new AgentRefusal.NotBindable(detail));
  }
}
