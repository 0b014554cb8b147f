package dev.aikagi.auth;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.Reason;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.message.UserauthPkOk;
import dev.aikagi.transport.Transport;
import java.util.List;
import java.util.Optional;

/**
 * RFC 4252 section 7 on the server. A request is decided from what it brings and leaves no trace
 * here: a probe cannot prepare anything for a later request (CVE-2024-45337).
 */
final class ServerPublicKey {
  private final Transport transport;
  private final LoginProgress<?> login;

  ServerPublicKey(Transport transport, LoginProgress<?> login) {
    this.transport = transport;
    this.login = login;
  }

  Verdict plain(UserauthMethod.PublicKey request) {
    return decide(
        request.algorithm(),
        request.keyBlob(),
        Optional.ofNullable(request.signature()),
        () ->
            SignedRequest.bytes(
                transport.sessionId(), login.userName(), login.serviceName(), request));
  }

  Verdict hostbound(UserauthMethod.PublicKeyHostbound request) {
    if (!request.serverHostKey().equals(transport.hostKeyBlob())) {
      return new Verdict.Refused(new ServerAuthReason.WrongHostKey());
    }
    return decide(
        request.algorithm(),
        request.keyBlob(),
        Optional.ofNullable(request.signature()),
        () ->
            SignedRequest.bytes(
                transport.sessionId(), login.userName(), login.serviceName(), request));
  }

  /** The bytes that a signature covers, made only when one is to be verified. */
  private interface SignedData {
    byte[] bytes();
  }

  private Verdict decide(
      String algorithmName, Bytes blob, Optional<Bytes> signature, SignedData data) {
    UserAuthSettings settings = login.settings();
    // Before the blob is touched: parsing a key that is not wanted only costs time
    // (CVE-2026-39829).
    PublicKeyAlgorithm algorithm =
        PublicKeyAlgorithm.named(algorithmName)
            .filter(settings.algorithms()::contains)
            .orElse(null);
    if (algorithm == null) {
      return new Verdict.Refused(new ServerAuthReason.AlgorithmNotAccepted(algorithmName));
    }
    KeyOrCertificate key;
    try {
      key = parse(algorithm, blob);
    } catch (MalformedException e) {
      return new Verdict.Refused(new ServerAuthReason.KeyMalformed(String.valueOf(e.getMessage())));
    }
    Optional<Reason> unfit = unfit(key.key(), settings);
    if (unfit.isPresent()) {
      return new Verdict.Refused(unfit.get(), key);
    }
    KeyDecision decision = authorize(key);
    // Of a user who is refused it was asked for its time alone, which would else name the others.
    Optional<Reason> userRefused = login.refusal();
    if (userRefused.isPresent()) {
      return new Verdict.Refused(userRefused.get(), key);
    }
    return switch (decision) {
      case KeyDecision.Refused refused -> new Verdict.Refused(refused.reasons(), key, null);
      case KeyDecision.Authorized authorized -> {
        if (signature.isEmpty()) {
          yield new Verdict.Asks(new UserauthPkOk(algorithmName, blob), key, null);
        }
        yield verify(key, algorithm.signature(), data.bytes(), signature.get(), authorized);
      }
    };
  }

  /** The type of the blob must be the one of the algorithm: no key passes for a certificate. */
  static KeyOrCertificate parse(PublicKeyAlgorithm algorithm, Bytes blob)
      throws MalformedException {
    KeyType type = KeyType.ofBlob(blob).orElse(null);
    if (type != algorithm.keyType()) {
      throw new MalformedException("the blob holds no key for " + algorithm.wireName());
    }
    return KeyOrCertificate.parse(blob);
  }

  /** Why the key is none for this request, whoever the user is. */
  private Optional<Reason> unfit(PublicKey key, UserAuthSettings settings) {
    Optional<? extends Reason> tooWeak = key.refusal(settings.requiredRsaBits());
    if (tooWeak.isPresent()) {
      return Optional.of(tooWeak.get());
    }
    return login.used(key) ? Optional.of(new ServerAuthReason.KeyAlreadyUsed()) : Optional.empty();
  }

  private KeyDecision authorize(KeyOrCertificate key) {
    return Ask.policy(
        "publickey",
        () ->
            switch (key) {
              case KeyOrCertificate.Plain(PublicKey plain) -> login.user().publicKey(plain);
              case KeyOrCertificate.Certified(Certificate c) -> login.user().certificate(c);
            },
        failed -> new KeyDecision.Refused(List.of(failed)));
  }

  private Verdict verify(
      KeyOrCertificate key,
      SignatureAlgorithm algorithm,
      byte[] data,
      Bytes signature,
      KeyDecision.Authorized authorized) {
    VerifiedSignature.Outcome outcome =
        VerifiedSignature.verify(
            key.key(),
            algorithm,
            data,
            signature,
            login.settings().requiredRsaBits(),
            authorized.options());
    return switch (outcome) {
      case VerifiedSignature.Outcome.Verified v ->
          new Verdict.Satisfied(v.signature(), key, authorized);
      case VerifiedSignature.Outcome.Faulty f -> new Verdict.Refused(f.reason(), key);
    };
  }
}
