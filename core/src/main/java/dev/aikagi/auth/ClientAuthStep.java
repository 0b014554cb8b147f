package dev.aikagi.auth;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The fate of each method and each identity that the client considered. */
public sealed interface ClientAuthStep extends Reason {
  /** Whether it is one of the reasons why somebody does not get in. */
  default boolean refuses() {
    return true;
  }

  /** A step of one identity's way. */
  sealed interface OfIdentity extends ClientAuthStep {
    /** What people call it, which a key and its certificate may have in common. */
    String identity();

    /** The certificate, where that was offered instead of the bare key. */
    Optional<Certificate> certificate();
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

  /** The public half was sent, or the certificate. */
  record Offered(String identity, PublicKey key, Optional<Certificate> certificate, String origin)
      implements OfIdentity {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "offering public key " + describe(identity, key, certificate, origin);
    }
  }

  /** The server would take this key. */
  record KeyAccepted(
      String identity, PublicKey key, Optional<Certificate> certificate, String origin)
      implements OfIdentity {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "the server accepts key " + describe(identity, key, certificate, origin);
    }
  }

  /**
   * The server does not want this key, or this certificate.
   *
   * @param signed whether it had said that it would take it, and refuses the signature now
   */
  record KeyRefused(
      String identity, PublicKey key, Optional<Certificate> certificate, boolean signed)
      implements OfIdentity {
    @Override
    public String summary() {
      return "the server refuses "
          + (certificate.isPresent() ? "certificate " : "key ")
          + describe(identity, key, certificate, "")
          + certificate.map(KeyRefused::says).orElse("")
          + (signed ? " although it was signed with" : "");
    }

    /** What a server may have refused it for. */
    private static String says(Certificate certificate) {
      return " (\""
          + Printable.of(certificate.keyId(), 100)
          + "\" for "
          + Printable.of(String.join(",", certificate.principals()), 256)
          + ", valid "
          + certificate.validity().text(ZoneOffset.UTC)
          + " UTC)";
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          certificate.isPresent()
              ? "check its time and names, and whether the server trusts its authority"
                  + " (TrustedUserCAKeys); the server's log says why"
              : "add "
                  + identity
                  + ".pub to authorized_keys of that user, or ask for the server's log");
    }
  }

  /** No algorithm that the key can sign with is accepted by both sides. */
  record NoMutualAlgorithm(
      String identity,
      PublicKey key,
      Optional<Certificate> certificate,
      List<PublicKeyAlgorithm> ours,
      List<String> servers)
      implements OfIdentity {
    public NoMutualAlgorithm {
      ours = List.copyOf(ours);
      servers = List.copyOf(servers);
    }

    /** The type that no algorithm of both sides is for. */
    public KeyType type() {
      return certificate.map(Certificate::type).orElse(key.type());
    }

    @Override
    public String summary() {
      return "no mutual signature algorithm for key " + describe(identity, key, certificate, "");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of("use an ed25519 key, or widen PubkeyAcceptedAlgorithms");
    }
  }

  /** The key is too weak for what is required here, and was not offered. */
  record KeyUnfit(
      String identity,
      PublicKey key,
      Optional<Certificate> certificate,
      String origin,
      KeyRefusal reason)
      implements OfIdentity {
    @Override
    public String summary() {
      return "not using key "
          + describe(identity, key, certificate, origin)
          + ": "
          + reason.summary();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** The private half could not be opened, or the certificate is none to be shown. */
  record IdentityNotOpened(String identity, Optional<Certificate> certificate, Reason reason)
      implements OfIdentity {
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
  record NotSigned(String identity, PublicKey key, Optional<Certificate> certificate, Reason reason)
      implements OfIdentity {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "signing failed for " + describe(identity, key, certificate, "") + ": " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** This host vouches for its user, and signs with a key of its own. */
  record HostOffered(
      String identity,
      PublicKey key,
      Optional<Certificate> certificate,
      String clientHost,
      String clientUser)
      implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "vouching for "
          + clientUser
          + "@"
          + clientHost
          + " with host key "
          + describe(identity, key, certificate, "");
    }
  }

  /** The server does not take this host's word for who its user is. */
  record HostRefused(
      String identity,
      PublicKey key,
      Optional<Certificate> certificate,
      String clientHost,
      String clientUser)
      implements ClientAuthStep {
    @Override
    public String summary() {
      return "the server does not let "
          + clientUser
          + "@"
          + clientHost
          + " in by host key "
          + describe(identity, key, certificate, "");
    }

    @Override
    public Optional<String> remedy() {
      return Optional.of(
          "the server needs "
              + clientHost
              + " in /etc/ssh/shosts.equiv or that user's ~/.shosts, and this key in"
              + " /etc/ssh/ssh_known_hosts; its log says why");
    }
  }

  /** No key of this host can vouch for anybody, and why. */
  record HostNotUsed(Reason reason) implements ClientAuthStep {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "this host cannot vouch for its user: " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** One key of this host did not sign. */
  record HostNotSigned(
      String identity, PublicKey key, Optional<Certificate> certificate, Reason reason)
      implements ClientAuthStep {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "host key " + describe(identity, key, certificate, "") + " did not sign: " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** A ticket for the server is there, and the method is begun. */
  record GssapiBegun() implements ClientAuthStep {
    @Override
    public boolean refuses() {
      return false;
    }

    @Override
    public String summary() {
      return "beginning gssapi-with-mic";
    }
  }

  /** Nothing to begin gssapi-with-mic with. */
  record GssapiNotUsed(Reason reason) implements ClientAuthStep {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "gssapi-with-mic was not tried: " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /** The exchange ended on this side. */
  record GssapiFailed(Reason reason) implements ClientAuthStep {
    public String cause() {
      return reason.summary();
    }

    @Override
    public String summary() {
      return "gssapi-with-mic came to no end: " + cause();
    }

    @Override
    public Optional<String> remedy() {
      return reason.remedy();
    }
  }

  /**
   * The server refused.
   *
   * @param proven whether it knew by then who the user is, so that it does not let him in as this
   *     one; else it could not read the ticket
   * @param said its words; mostly none
   */
  record GssapiRefused(boolean proven, String said) implements ClientAuthStep {
    @Override
    public String summary() {
      return (proven
              ? "the server knows who you are by gssapi-with-mic, and refuses"
              : "the server did not take the ticket of gssapi-with-mic")
          + (said.isEmpty() ? "" : ": " + said);
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

  private static String describe(
      String identity, PublicKey key, Optional<Certificate> certificate, String origin) {
    return identity
        + " "
        + certificate.map(Certificate::type).orElse(key.type()).shortName()
        + " "
        + Fingerprint.of(key)
        + (origin.isEmpty() ? "" : " " + origin);
  }
}
