package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.Reason;
import dev.aikagi.SshException;
import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPkOk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4252 section 7 on the client: one identity after the other, probed first where that helps.
 */
final class ClientPublicKey implements ClientAttempts {
  private static final String SERVER_SIG_ALGS = "server-sig-algs";
  private static final String HOSTBOUND = "publickey-hostbound@openssh.com";

  /** OpenSSH 7.7 and before. */
  private static final String OLD = "SSH-2\\.0-OpenSSH_(?:[2-6]\\.|7\\.[0-7](?![0-9])).*";

  private final ClientMethod.PublicKey method;
  private final ClientDialogue dialogue;
  private int next;
  private boolean proven;

  ClientPublicKey(ClientMethod.PublicKey method, ClientDialogue dialogue) {
    this.method = method;
    this.dialogue = dialogue;
  }

  @Override
  public String methodName() {
    return method.methodName();
  }

  @Override
  public boolean proven() {
    return proven;
  }

  @Override
  public void again() {
    next = 0;
  }

  /**
   * What is signed, and by what, depends on what the server announces; a public half that is known
   * can be shown.
   */
  @Override
  public boolean canBegin() {
    return dialogue.transport().peerExtensions().containsKey(SERVER_SIG_ALGS)
        && !method.identities().isEmpty()
        && (method.identities().getFirst().publicKey().isPresent()
            || method.identities().getFirst().unlocked());
  }

  @Override
  public @Nullable UserauthMessage next() throws IOException {
    while (next < method.identities().size()) {
      UserauthMessage reply = attempt(method.identities().get(next++));
      if (reply != null) {
        return reply;
      }
    }
    return null;
  }

  /** What the server is shown of an identity: a key, or a certificate of one. */
  private record Shown(Identity identity, PublicKey key, Optional<Certificate> certificate) {
    static Shown of(Identity identity, PublicKey key) {
      return new Shown(identity, key, identity.certificate());
    }

    Bytes blob() {
      return certificate.isPresent() ? certificate.get().blob() : key.blob();
    }

    KeyType type() {
      return certificate.isPresent() ? certificate.get().type() : key.type();
    }

    String name() {
      return identity.name();
    }

    String origin() {
      return identity.origin();
    }
  }

  /** Null where nothing is to be asked of the server any more with this identity. */
  private @Nullable UserauthMessage attempt(Identity identity) throws IOException {
    proven = false;
    Certificate certificate = identity.certificate().orElse(null);
    if (certificate != null && certificate.kind() != Certificate.Kind.USER) {
      notOpened(identity, new OwnCertificateReason.NotForUsers(identity.name(), certificate));
      return null;
    }
    PublicKey known =
        certificate == null ? identity.publicKey().orElse(null) : certificate.publicKey();
    if (known == null || !probes(identity)) {
      return prove(identity, known, false);
    }
    Shown shown = Shown.of(identity, known);
    PublicKeyAlgorithm algorithm = algorithmFor(shown);
    if (algorithm == null) {
      return null;
    }
    dialogue.step(
        new ClientAuthStep.Offered(shown.name(), known, shown.certificate(), shown.origin()));
    dialogue.request(new UserauthMethod.PublicKey(algorithm.wireName(), shown.blob(), null));
    UserauthMessage reply = dialogue.reply(Sixty.PK_OK);
    if (reply instanceof UserauthPkOk ok) {
      checkAnswer(ok, shown);
      dialogue.step(
          new ClientAuthStep.KeyAccepted(shown.name(), known, shown.certificate(), shown.origin()));
      return prove(identity, known, true);
    }
    if (isRefusal(reply)) {
      refused(shown, false);
    }
    return reply;
  }

  /** Success in answer to a probe is how a server shows that it lets anybody in. */
  private boolean probes(Identity identity) {
    if (dialogue.options().refuseNone()) {
      return true;
    }
    return switch (method.probe()) {
      case ALWAYS -> true;
      case UNLESS_SINGLE -> method.identities().size() > 1 || !identity.unlocked();
      case NEVER -> false;
    };
  }

  /**
   * A server must not choose what is signed with: only what was offered is meant, and a key is not
   * its certificate.
   */
  private static void checkAnswer(UserauthPkOk ok, Shown offered) throws DisconnectException {
    // Servers differ in which of the RSA algorithm names they repeat, so the name has to fit only.
    boolean fits =
        PublicKeyAlgorithm.named(ok.algorithm())
            .filter(a -> a.keyType() == offered.type())
            .isPresent();
    if (!fits || !ok.keyBlob().equals(offered.blob())) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR, "the server accepted a key that was not offered");
    }
  }

  /**
   * @param probed whether the server has said that it takes the key
   */
  private @Nullable UserauthMessage prove(
      Identity identity, @Nullable PublicKey known, boolean probed) throws IOException {
    Signer signer = open(identity, known);
    if (signer == null) {
      return null;
    }
    Shown shown = Shown.of(identity, signer.publicKey());
    PublicKeyAlgorithm algorithm = algorithmFor(shown);
    if (algorithm == null) {
      return null;
    }
    PublicKey key = signer.publicKey();
    if (!probed) {
      dialogue.step(
          new ClientAuthStep.Offered(shown.name(), key, shown.certificate(), shown.origin()));
    }
    UserauthMethod signed = sign(shown, signer, algorithm);
    if (signed == null) {
      return null;
    }
    proven = true;
    dialogue.request(signed);
    UserauthMessage reply = dialogue.reply(Sixty.NOTHING);
    if (isRefusal(reply)) {
      refused(shown, probed);
    } else if (!probed) {
      dialogue.step(
          new ClientAuthStep.KeyAccepted(shown.name(), key, shown.certificate(), shown.origin()));
    }
    return reply;
  }

  private @Nullable Signer open(Identity identity, @Nullable PublicKey known) {
    try {
      Signer signer = identity.signer();
      if (known == null || known.equals(signer.publicKey())) {
        return signer;
      }
      String name = identity.name();
      notOpened(
          identity,
          identity
              .certificate()
              .<IdentityReason>map(c -> new OwnCertificateReason.OfAnotherKey(name, c))
              .orElseGet(() -> new IdentityReason.OtherPublicHalf(name)));
    } catch (IOException e) {
      notOpened(identity, IdentityReason.of(identity.name(), e));
    }
    return null;
  }

  private void notOpened(Identity identity, Reason reason) {
    dialogue.step(
        new ClientAuthStep.IdentityNotOpened(identity.name(), identity.certificate(), reason));
  }

  /** What is signed names the certificate; what it is signed with is the algorithm of its key. */
  private @Nullable UserauthMethod sign(Shown shown, Signer signer, PublicKeyAlgorithm algorithm) {
    String user = dialogue.options().userName();
    Bytes session = dialogue.transport().sessionId();
    String name = algorithm.wireName();
    try {
      if (hostbound()) {
        UserauthMethod.PublicKeyHostbound unsigned =
            new UserauthMethod.PublicKeyHostbound(
                name, shown.blob(), dialogue.transport().hostKeyBlob(), null);
        byte[] data = SignedRequest.bytes(session, user, ClientDialogue.SERVICE, unsigned);
        Bytes signature = signature(signer, algorithm, data);
        return new UserauthMethod.PublicKeyHostbound(
            name, unsigned.keyBlob(), unsigned.serverHostKey(), signature);
      }
      UserauthMethod.PublicKey unsigned = new UserauthMethod.PublicKey(name, shown.blob(), null);
      byte[] data = SignedRequest.bytes(session, user, ClientDialogue.SERVICE, unsigned);
      return new UserauthMethod.PublicKey(
          name, unsigned.keyBlob(), signature(signer, algorithm, data));
    } catch (IOException e) {
      dialogue.step(
          new ClientAuthStep.NotSigned(
              shown.name(), shown.key(), shown.certificate(), IdentityReason.of(shown.name(), e)));
      return null;
    }
  }

  private Bytes signature(Signer signer, PublicKeyAlgorithm algorithm, byte[] data)
      throws SshException {
    return signer.signChecked(algorithm.signature(), data, method.requiredRsaBits());
  }

  private boolean hostbound() {
    Bytes version = dialogue.transport().peerExtensions().get(HOSTBOUND);
    return method.hostbound() && version != null && version.equals(Bytes.utf8("0"));
  }

  private static boolean isRefusal(UserauthMessage reply) {
    return reply instanceof UserauthFailure f && !f.partialSuccess();
  }

  private void refused(Shown shown, boolean probed) {
    dialogue.step(
        new ClientAuthStep.KeyRefused(shown.name(), shown.key(), shown.certificate(), probed));
  }

  private @Nullable PublicKeyAlgorithm algorithmFor(Shown shown) {
    Optional<KeyRefusal> refusal = shown.key().refusal(method.requiredRsaBits());
    if (refusal.isPresent()) {
      dialogue.step(
          new ClientAuthStep.KeyUnfit(
              shown.name(), shown.key(), shown.certificate(), shown.origin(), refusal.get()));
      return null;
    }
    List<String> servers = servers(shown.type());
    PublicKeyAlgorithm chosen = choose(shown.type(), method.algorithms(), servers).orElse(null);
    if (chosen == null) {
      dialogue.step(
          new ClientAuthStep.NoMutualAlgorithm(
              shown.name(),
              shown.key(),
              shown.certificate(),
              method.algorithms(),
              servers == null ? List.of() : servers));
    }
    return chosen;
  }

  /**
   * What the server signs by for keys of a type; null where it does not say. OpenSSH before 7.8
   * knows the new signatures of RSA keys, but takes a certificate of one under its first name only.
   */
  private @Nullable List<String> servers(KeyType type) {
    Bytes value = dialogue.transport().peerExtensions().get(SERVER_SIG_ALGS);
    boolean old = type == KeyType.SSH_RSA_CERT && dialogue.transport().peerVersion().matches(OLD);
    return value == null || old ? null : List.of(value.utf8().split(","));
  }

  /**
   * As OpenSSH chooses: only RSA has a choice, and only where the server says what it knows.
   * Without server-sig-algs the one algorithm with the type's own name is left, for RSA that with
   * SHA-1, which is off by default. The names that a server says are those of signatures, for
   * certificates too.
   */
  static Optional<PublicKeyAlgorithm> choose(
      KeyType type, List<PublicKeyAlgorithm> accepted, @Nullable List<String> servers) {
    if (type.plain() != KeyType.SSH_RSA || servers == null) {
      return PublicKeyAlgorithm.named(type.wireName()).filter(accepted::contains);
    }
    return accepted.stream()
        .filter(a -> a.keyType() == type && servers.contains(a.signature().wireName()))
        .findFirst();
  }
}
