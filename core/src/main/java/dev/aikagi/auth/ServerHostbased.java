package dev.aikagi.auth;

import dev.aikagi.MalformedException;
import dev.aikagi.Reason;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.UserauthMethod;
import dev.aikagi.transport.Transport;
import java.util.List;
import java.util.Optional;

/**
 * RFC 4252 section 9 on the server: another host says who its user is. The policy decides whether
 * that host is trusted and the key is its own; only a signature over the names, the session and the
 * user to be makes a claim of theirs count.
 */
final class ServerHostbased {
  private final Transport transport;
  private final LoginProgress<?> login;

  ServerHostbased(Transport transport, LoginProgress<?> login) {
    this.transport = transport;
    this.login = login;
  }

  Verdict check(UserauthMethod.Hostbased request) {
    UserAuthSettings settings = login.settings();
    PublicKeyAlgorithm algorithm =
        PublicKeyAlgorithm.named(request.algorithm())
            .filter(settings.hostAlgorithms()::contains)
            .orElse(null);
    if (algorithm == null) {
      return new Verdict.Refused(
          new ServerAuthReason.HostAlgorithmNotAccepted(request.algorithm()));
    }
    KeyOrCertificate key;
    try {
      key = ServerPublicKey.parse(algorithm, request.keyBlob());
    } catch (MalformedException e) {
      return new Verdict.Refused(new ServerAuthReason.KeyMalformed(String.valueOf(e.getMessage())));
    }
    Optional<? extends Reason> tooWeak = key.key().refusal(settings.requiredRsaBits());
    if (tooWeak.isPresent()) {
      return new Verdict.Refused(tooWeak.get(), key);
    }
    if (login.used(key.key())) {
      return new Verdict.Refused(new ServerAuthReason.KeyAlreadyUsed(), key);
    }
    KeyDecision decision = authorize(key, request);
    // Of a user who is refused it was asked for its time alone, which would else name the others.
    Optional<Reason> userRefused = login.refusal();
    if (userRefused.isPresent()) {
      return new Verdict.Refused(userRefused.get(), key);
    }
    return switch (decision) {
      case KeyDecision.Refused refused -> new Verdict.Refused(refused.reasons(), key, null);
      case KeyDecision.Authorized authorized -> verify(key, algorithm, request, authorized);
    };
  }

  private KeyDecision authorize(KeyOrCertificate key, UserauthMethod.Hostbased request) {
    ClientHostClaim claim = new ClientHostClaim(key, request.clientHost(), request.clientUser());
    return Ask.policy(
        UserauthMethod.Hostbased.NAME,
        () -> login.user().hostbased(claim),
        failed -> new KeyDecision.Refused(List.of(failed)));
  }

  private Verdict verify(
      KeyOrCertificate key,
      PublicKeyAlgorithm algorithm,
      UserauthMethod.Hostbased request,
      KeyDecision.Authorized authorized) {
    byte[] data =
        SignedRequest.bytes(transport.sessionId(), login.userName(), login.serviceName(), request);
    VerifiedSignature.Outcome outcome =
        VerifiedSignature.verify(
            key.key(),
            algorithm.signature(),
            data,
            request.signature(),
            login.settings().requiredRsaBits(),
            authorized.options());
    return switch (outcome) {
      case VerifiedSignature.Outcome.Verified v ->
          new Verdict.Satisfied(v.signature(), key, authorized);
      case VerifiedSignature.Outcome.Faulty f -> new Verdict.Refused(f.reason(), key);
    };
  }
}
