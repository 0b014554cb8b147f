package dev.aikagi.key;

import dev.aikagi.Reason;
import java.util.Optional;

/** Why a well-formed key may not be used. */
public sealed interface KeyRefusal extends Reason {
  /** An RSA key is shorter than what is required here. */
  record RsaTooShort(int bits, int requiredBits) implements KeyRefusal {
    @Override
    public String summary() {
      return "RSA key of " + bits + " bits is too short: " + requiredBits + " are required";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("make a new key: ssh-keygen -t ed25519");
    }
  }

  /** The key cannot be used with this signature algorithm. */
  record WrongAlgorithm(KeyType type, SignatureAlgorithm algorithm) implements KeyRefusal {
    @Override
    public String summary() {
      return "a key of type " + type.wireName() + " does not sign with " + algorithm.wireName();
    }
  }

  /** An agent or a token signed with another algorithm than it was asked for. */
  record OtherAlgorithm(SignatureAlgorithm asked, String made) implements KeyRefusal {
    @Override
    public String summary() {
      return "signed with " + made + " where " + asked.wireName() + " was asked for";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("use an agent that knows " + asked.wireName());
    }
  }

  /** The file holds only the handle of a key that a FIDO authenticator has. */
  record AuthenticatorNeeded(KeyType type) implements KeyRefusal {
    @Override
    public String summary() {
      return "a key of type " + type.wireName() + " signs only with its authenticator";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("sign with a program that reaches the authenticator");
    }
  }

  /** A signature was made, but the public key does not verify it. It was not handed out. */
  record FaultySignature(KeyType type) implements KeyRefusal {
    @Override
    public String summary() {
      return "a signature just made with the "
          + type.shortName()
          + " key does not verify; it was thrown away, since it could betray the key";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("check the memory of this machine, then the key file");
    }
  }
}
