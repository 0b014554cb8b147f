package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.auth.ClientDialogue.Sixty;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.Signer;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthMessage;
import dev.aikagi.message.UserauthMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4252 section 9 on the client: one key of this host after the other, in the order of the
 * algorithms. There is no probe: each attempt is signed.
 */
final class ClientHostbased implements ClientAttempts {
  private final ClientMethod.Hostbased method;
  private final ClientDialogue dialogue;
  private final List<Attempt> attempts;
  private int next;
  private boolean proven;

  private record Attempt(Identity identity, PublicKey key, PublicKeyAlgorithm algorithm) {}

  ClientHostbased(ClientMethod.Hostbased method, ClientDialogue dialogue) {
    this.method = method;
    this.dialogue = dialogue;
    this.attempts = attempts(method);
  }

  /** Each identity once, with the first algorithm that it can sign by. */
  private static List<Attempt> attempts(ClientMethod.Hostbased method) {
    List<Identity> left = new ArrayList<>(method.identities());
    List<Attempt> all = new ArrayList<>();
    for (PublicKeyAlgorithm algorithm : method.algorithms()) {
      for (Identity identity : List.copyOf(left)) {
        PublicKey key = identity.publicKey().orElse(null);
        if (key != null
            && type(identity, key) == algorithm.keyType()
            && key.refusal(method.requiredRsaBits()).isEmpty()) {
          left.remove(identity);
          all.add(new Attempt(identity, key, algorithm));
        }
      }
    }
    return all;
  }

  private static KeyType type(Identity identity, PublicKey key) {
    return identity.certificate().map(Certificate::type).orElse(key.type());
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
  public @Nullable UserauthMessage next() throws IOException {
    if (next == 0) {
      method.fault().ifPresent(f -> dialogue.step(new ClientAuthStep.HostNotUsed(f)));
    }
    while (next < attempts.size()) {
      UserauthMessage reply = attempt(attempts.get(next++));
      if (reply != null) {
        return reply;
      }
    }
    return null;
  }

  private @Nullable UserauthMessage attempt(Attempt attempt) throws IOException {
    proven = false;
    String name = attempt.identity().name();
    Optional<Certificate> certificate = attempt.identity().certificate();
    UserauthMethod.Hostbased request;
    try {
      request = signed(attempt);
    } catch (IOException e) {
      dialogue.step(
          new ClientAuthStep.HostNotSigned(
              name, attempt.key(), certificate, IdentityReason.of(name, e)));
      return null;
    }
    dialogue.step(
        new ClientAuthStep.HostOffered(
            name, attempt.key(), certificate, method.clientHost(), method.clientUser()));
    proven = true;
    dialogue.request(request);
    UserauthMessage reply = dialogue.reply(Sixty.NOTHING);
    if (reply instanceof UserauthFailure f && !f.partialSuccess()) {
      dialogue.step(
          new ClientAuthStep.HostRefused(
              name, attempt.key(), certificate, method.clientHost(), method.clientUser()));
    }
    return reply;
  }

  private UserauthMethod.Hostbased signed(Attempt attempt) throws IOException {
    Signer signer = attempt.identity().signer();
    Bytes blob =
        attempt.identity().certificate().map(Certificate::blob).orElse(attempt.key().blob());
    UserauthMethod.Hostbased unsigned =
        new UserauthMethod.Hostbased(
            attempt.algorithm().wireName(),
            blob,
            // Servers compare the name without it; OpenSSH's ssh-keysign wants it.
            method.clientHost() + ".",
            method.clientUser(),
            Bytes.EMPTY);
    byte[] data =
        SignedRequest.bytes(
            dialogue.transport().sessionId(),
            dialogue.options().userName(),
            ClientDialogue.SERVICE,
            unsigned);
    Bytes signature =
        signer.signChecked(attempt.algorithm().signature(), data, method.requiredRsaBits());
    return new UserauthMethod.Hostbased(
        unsigned.algorithm(), blob, unsigned.clientHost(), unsigned.clientUser(), signature);
  }
}
