package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;

/** The fate of each method and each identity that the client considered. */
public sealed interface ClientAuthStep extends Reason {
  /** Whether it is one of the reasons why somebody does not get in. */
  default boolean refuses() {
    return true;
  }

  /** The server let the user in, or on to the next method. */
  record Succeeded(String methodName, boolean partial) implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return partial
          ? "authenticated with " + methodName + ", the server wants more"
          : "authenticated with " + methodName;
    }
  }

  /** The server let the user in without any proof. */
  record NothingAsked(String methodName) implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "authenticated with none: the server took " + methodName + " without any proof";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("accept it only if you expect a server that lets everybody in");
    }
  }

  /** The client has the method, but the server does not offer it. */
  record MethodNotOffered(String methodName) implements ClientAuthStep {
    @Override
    public String summary() {
      return "the server does not offer " + methodName;
    }
  }

  /** The server offers the method, but the client has nothing for it. */
  record MethodNotTried(String methodName) implements ClientAuthStep {
    @Override
    public String summary() {
      return "the server offers " + Printable.of(methodName, 64) + ", which was not tried";
    }
  }

  /** The public half was sent. */
  record Offered(String identity, PublicKey key, String origin) implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "offering public key " + describe(identity, key, origin);
    }
  }

  /** The server would take this key. */
  record KeyAccepted(String identity, PublicKey key, String origin) implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "the server accepts key " + describe(identity, key, origin);
    }
  }

  /** The server does not want this key. */
  record KeyRefused(String identity, PublicKey key, boolean signed) implements ClientAuthStep {
    @Override
    public String summary() {
      return "the server refuses key "
          + describe(identity, key, "")
          + (signed ? " although it was signed with" : "");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "add " + identity + ".pub to authorized_keys of that user, or ask for the server's log");
    }
  }

  /** No algorithm that the key can sign with is accepted by both sides. */
  record NoMutualAlgorithm(
      String identity, PublicKey key, List<SignatureAlgorithm> ours, List<String> servers)
      implements ClientAuthStep {
    @Override
    public String summary() {
      return "no mutual signature algorithm for key " + describe(identity, key, "");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("use an ed25519 key, or widen PubkeyAcceptedAlgorithms");
    }
  }

  /** The key is too weak for what is required here, and was not offered. */
  record KeyUnfit(String identity, PublicKey key, String origin, KeyRefusal reason)
      implements ClientAuthStep {
    @Override
    public String summary() {
      return "not using key " + describe(identity, key, origin) + ": " + reason.summary();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** The private half could not be opened. */
  record IdentityNotOpened(String identity, Reason reason) implements ClientAuthStep {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "cannot use identity " + identity + ": " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** Whoever holds the private half did not sign. */
  record NotSigned(String identity, PublicKey key, Reason reason) implements ClientAuthStep {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "signing failed for " + describe(identity, key, "") + ": " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** The server refused what was typed. */
  record AnswerRefused(String methodName, int attempt) implements ClientAuthStep {
    @Override
    public String summary() {
      return "the server refused attempt " + attempt + " with " + methodName;
    }
  }

  /** Nobody answered the prompt. */
  record NotAnswered(String methodName) implements ClientAuthStep {
    @Override
    public String summary() {
      return "no answer was given for " + methodName;
    }
  }

  /** Nothing is left to try with this method. */
  record Exhausted(String methodName) implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "nothing more to try with " + methodName;
    }
  }

  private static String describe(String identity, PublicKey key, String origin) {
    return identity
        + " "
        + key.type().shortName()
        + " "
        + Fingerprint.of(key)
        + (origin.isEmpty() ? "" : " " + origin);
  }
}
