package dev.aikagi.agent;

import dev.aikagi.agent.Bindings.Bound;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.agent.DestinationConstraint.HopKey;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.pattern.Patterns;
import dev.aikagi.trust.CertificatePolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a key may be used where a connection comes from: a pure decision. */
record DestinationRules(CertificatePolicy hostCertificates) {
  /**
   * Why a key is not to be seen over this connection; empty where it is. What is not to be seen can
   * be neither removed nor replaced.
   */
  Optional<AgentRefusal> hidden(List<DestinationConstraint> constraints, Bindings bindings) {
    if (constraints.isEmpty()) {
      return Optional.empty();
    }
    if (bindings.hasFailed()) {
      return Optional.of(new AgentRefusal.BindFailedBefore());
    }
    List<Bound> way = bindings.all();
    if (way.isEmpty()) {
      // Whoever asks is on this machine, where the way begins.
      return Optional.empty();
    }
    Optional<AgentRefusal> refusal = along(constraints, way, null);
    Bound last = way.getLast();
    if (refusal.isEmpty()
        && last.binding().forwarding()
        && constraints.stream().noneMatch(c -> matches(c.from(), last))) {
      return Optional.of(new AgentRefusal.NotBehindThisHost(fingerprint(last)));
    }
    return refusal;
  }

  /** Why a key is not to sign this over this connection; empty where it may. */
  Optional<AgentRefusal> unusable(
      List<DestinationConstraint> constraints, Bindings bindings, Optional<SignedLogin> data) {
    if (constraints.isEmpty()) {
      return Optional.empty();
    }
    if (bindings.hasFailed()) {
      return Optional.of(new AgentRefusal.BindFailedBefore());
    }
    List<Bound> way = bindings.all();
    if (way.isEmpty()) {
      return Optional.of(new AgentRefusal.NotBound());
    }
    if (data.isEmpty()) {
      return Optional.of(new AgentRefusal.NotALogin());
    }
    SignedLogin login = data.get();
    SessionBinding last = way.getLast().binding();
    if (last.forwarding()) {
      return Optional.of(new AgentRefusal.LoginOverForwarding());
    }
    Optional<AgentRefusal> refusal = along(constraints, way, login.user());
    if (refusal.isPresent()) {
      return refusal;
    }
    // The client binds the session right before it logs in, so it must be the last one.
    if (!login.sessionId().equals(last.sessionId())) {
      return Optional.of(new AgentRefusal.OtherSession(login.user()));
    }
    if (way.size() > 1 && login.hostKey().isEmpty()) {
      return Optional.of(new AgentRefusal.NoHostKeySigned());
    }
    if (login.hostKey().filter(k -> !k.equals(last.hostKey())).isPresent()) {
      return Optional.of(new AgentRefusal.OtherHostKeySigned());
    }
    return Optional.empty();
  }

  /** Every step of the way needs a constraint that allows it. */
  private Optional<AgentRefusal> along(
      List<DestinationConstraint> constraints, List<Bound> way, @Nullable String user) {
    Bound from = null;
    for (int i = 0; i < way.size(); i++) {
      Bound to = way.get(i);
      boolean last = i == way.size() - 1;
      if (!last && !to.binding().forwarding()) {
        return Optional.of(new AgentRefusal.ForwardedAfterLogin());
      }
      if (!allowed(constraints, from, to, last ? user : null)) {
        String shown = last && user != null ? user : "";
        return Optional.of(new AgentRefusal.NotOnThisWay(i + 1, fingerprint(to), shown));
      }
      from = to;
    }
    return Optional.empty();
  }

  private boolean allowed(
      List<DestinationConstraint> constraints,
      @Nullable Bound from,
      Bound to,
      @Nullable String user) {
    for (DestinationConstraint c : constraints) {
      boolean begins = from == null ? c.from().isOrigin() : matches(c.from(), from);
      String pattern = c.to().user();
      if (begins
          && matches(c.to(), to)
          && (user == null || pattern.isEmpty() || Patterns.matches(user, pattern))) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(Hop hop, Bound host) {
    return hop.keys().stream().anyMatch(key -> matches(hop, key, host));
  }

  /**
   * A host that shows a certificate is known by its authority alone, and one that does not by its
   * key.
   */
  private boolean matches(Hop hop, HopKey key, Bound host) {
    Certificate certificate = host.certificate().orElse(null);
    if (certificate == null) {
      return !key.authority() && key.key().equals(host.key());
    }
    return key.authority()
        && key.key().equals(certificate.signatureKey())
        && hostCertificates.hostRefusal(certificate, hop.host()).isEmpty();
  }

  private static Fingerprint fingerprint(Bound host) {
    return Fingerprint.of(host.binding().hostKey(), FingerprintHash.SHA256);
  }
}
