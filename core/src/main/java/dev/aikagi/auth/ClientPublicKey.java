package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.DisconnectReason;
import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SignatureAlgorithm;
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

  /** Null where nothing is to be asked of the server any more with this identity. */
  private @Nullable UserauthMessage attempt(Identity identity) throws IOException {
    proven = false;
    PublicKey known = identity.publicKey().orElse(null);
    if (known == null || !probes(identity)) {
      return prove(identity, known);
    }
    SignatureAlgorithm algorithm = algorithmFor(identity, known);
    if (algorithm == null) {
      return null;
    }
    dialogue.step(new ClientAuthStep.Offered(identity.name(), known, identity.origin()));
    dialogue.request(new UserauthMethod.PublicKey(algorithm.wireName(), known.blob(), null));
    UserauthMessage reply = dialogue.reply(Sixty.PK_OK);
    if (reply instanceof UserauthPkOk ok) {
      checkAnswer(ok, known);
      dialogue.step(new ClientAuthStep.KeyAccepted(identity.name(), known, identity.origin()));
      return prove(identity, known);
    }
    refused(reply, identity, known, false);
    return reply;
  }

  private boolean probes(Identity identity) {
    return switch (method.probe()) {
      case ALWAYS -> true;
      case UNLESS_SINGLE -> method.identities().size() > 1 || !identity.unlocked();
      case NEVER -> false;
    };
  }

  /** A server must not choose what is signed with: only the key that was offered is meant. */
  private static void checkAnswer(UserauthPkOk ok, PublicKey offered) throws DisconnectException {
    // Servers differ in which of the RSA algorithm names they repeat, so the name has to fit only.
    boolean fits =
        SignatureAlgorithm.named(ok.algorithm())
            .filter(a -> a.keyType() == offered.type())
            .isPresent();
    if (!fits || !ok.keyBlob().equals(offered.blob())) {
      throw new DisconnectException(
          DisconnectReason.PROTOCOL_ERROR, "the server accepted a key that was not offered");
    }
  }

  private @Nullable UserauthMessage prove(Identity identity, @Nullable PublicKey known)
      throws IOException {
    Signer signer = open(identity, known);
    if (signer == null) {
      return null;
    }
    PublicKey key = signer.publicKey();
    SignatureAlgorithm algorithm = algorithmFor(identity, key);
    if (algorithm == null) {
      return null;
    }
    UserauthMethod signed = sign(identity, signer, algorithm);
    if (signed == null) {
      return null;
    }
    proven = true;
    dialogue.request(signed);
    UserauthMessage reply = dialogue.reply(Sixty.NOTHING);
    refused(reply, identity, key, true);
    return reply;
  }

  private @Nullable Signer open(Identity identity, @Nullable PublicKey known) {
    try {
      Signer signer = identity.signer();
      if (known == null || known.equals(signer.publicKey())) {
        return signer;
      }
      dialogue.step(
          new ClientAuthStep.IdentityNotOpened(
              identity.name(), new IdentityReason.OtherPublicHalf(identity.name())));
    } catch (IOException e) {
      dialogue.step(
          new ClientAuthStep.IdentityNotOpened(
              identity.name(), IdentityReason.of(identity.name(), e)));
    }
    return null;
  }

  private @Nullable UserauthMethod sign(
      Identity identity, Signer signer, SignatureAlgorithm algorithm) {
    PublicKey key = signer.publicKey();
    String user = dialogue.options().userName();
    Bytes session = dialogue.transport().sessionId();
    try {
      if (hostbound()) {
        UserauthMethod.PublicKeyHostbound unsigned =
            new UserauthMethod.PublicKeyHostbound(
                algorithm.wireName(), key.blob(), dialogue.transport().hostKeyBlob(), null);
        byte[] data = SignedRequest.bytes(session, user, ClientDialogue.SERVICE, unsigned);
        Bytes signature = signer.signChecked(algorithm, data, method.requiredRsaBits());
        return new UserauthMethod.PublicKeyHostbound(
            unsigned.algorithm(), unsigned.keyBlob(), unsigned.serverHostKey(), signature);
      }
      UserauthMethod.PublicKey unsigned =
          new UserauthMethod.PublicKey(algorithm.wireName(), key.blob(), null);
      byte[] data = SignedRequest.bytes(session, user, ClientDialogue.SERVICE, unsigned);
      Bytes signature = signer.signChecked(algorithm, data, method.requiredRsaBits());
      return new UserauthMethod.PublicKey(unsigned.algorithm(), unsigned.keyBlob(), signature);
    } catch (IOException e) {
      dialogue.step(
          new ClientAuthStep.NotSigned(
              identity.name(), key, IdentityReason.of(identity.name(), e)));
      return null;
    }
  }

  private boolean hostbound() {
    Bytes version = dialogue.transport().peerExtensions().get(HOSTBOUND);
    return method.hostbound() && version != null && version.equals(Bytes.utf8("0"));
  }

  private void refused(
      UserauthMessage reply, Identity identity, PublicKey key, boolean withSignature) {
    if (reply instanceof UserauthFailure f && !f.partialSuccess()) {
      dialogue.step(new ClientAuthStep.KeyRefused(identity.name(), key, withSignature));
    }
  }

  private @Nullable SignatureAlgorithm algorithmFor(Identity identity, PublicKey key) {
    Optional<KeyRefusal> refusal = key.refusal(method.requiredRsaBits());
    if (refusal.isPresent()) {
      dialogue.step(
          new ClientAuthStep.KeyUnfit(identity.name(), key, identity.origin(), refusal.get()));
      return null;
    }
    Bytes value = dialogue.transport().peerExtensions().get(SERVER_SIG_ALGS);
    List<String> servers = value == null ? null : List.of(value.utf8().split(","));
    SignatureAlgorithm chosen = choose(key.type(), method.algorithms(), servers).orElse(null);
    if (chosen == null) {
      dialogue.step(
          new ClientAuthStep.NoMutualAlgorithm(
              identity.name(), key, method.algorithms(), servers == null ? List.of() : servers));
    }
    return chosen;
  }

  /**
   * As OpenSSH chooses: only RSA has a choice, and only where the server says what it knows.
   * Without server-sig-algs the one algorithm with the key type's own name is left, for RSA that
   * with SHA-1, which is off by default.
   */
  static Optional<SignatureAlgorithm> choose(
      KeyType type, List<SignatureAlgorithm> accepted, @Nullable List<String> servers) {
    if (type != KeyType.SSH_RSA || servers == null) {
      return SignatureAlgorithm.named(type.wireName()).filter(accepted::contains);
    }
    return accepted.stream()
        .filter(a -> a.keyType() == type && servers.contains(a.wireName()))
        .findFirst();
  }
}
