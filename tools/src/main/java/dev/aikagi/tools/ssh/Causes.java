package dev.aikagi.tools.ssh;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.Reason;
import dev.aikagi.Termination;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.auth.OwnCertificateReason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Position;
import dev.aikagi.kex.HostKeyRefusedException;
import dev.aikagi.kex.NegotiationFailedException;
import dev.aikagi.kex.NegotiationOutcome.NoCommonAlgorithm;
import dev.aikagi.key.Certificate;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the reasons that a login failed by to what stands behind them, and what mends it. */
final class Causes {
  private final ClientConfig config;
  private final Typed typed;
  private final CommandLine line;
  private final Identities identities;
  private final LocalMachine machine;
  private @Nullable List<Considered> considered;

  Causes(ClientConfig config, CommandLine line, Identities identities, LocalMachine machine) {
    this.config = config;
    this.line = line;
    this.identities = identities;
    this.machine = machine;
    this.typed = new Typed(config, line, machine);
  }

  Identities identities() {
    return identities;
  }

  /** Those of the configuration, the command line and the agent, with what is wrong with them. */
  List<Considered> considered() {
    List<Considered> known = considered;
    if (known == null) {
      known = new ArrayList<>();
      for (Considered c : identities.considered()) {
        known.add(c.with(fault(c)));
      }
      for (String name : line.missingIdentities()) {
        known.add(
            Considered.key(
                    name, new Origin.Configured(new Position("command-line", 0)), Optional.empty())
                .with(Optional.of(new IdentityReason.Missing(name))));
      }
      considered = known;
    }
    return known;
  }

  private Optional<IdentityReason> fault(Considered c) {
    if (c.fault().isPresent()) {
      return c.fault();
    }
    if (c.certificate().isPresent()) {
      return keyFault(c, c.certificate().get())
          .or(() -> CertificateCheck.of(c.file(), c.certificate().get(), config.user(), now()))
          .map(reason -> reason);
    }
    // A .pub file is enough where an agent has the private half.
    boolean elsewhere = c.isInAgent() || (c.held() && !PrivateKeys.looksLikeOne(Path.of(c.name())));
    return elsewhere ? Optional.empty() : IdentityCheck.of(c.name(), machine.userId());
  }

  private static Instant now() {
    return InstantSource.system().instant();
  }

  /** Whether the private half of a certificate is here. */
  private Optional<OwnCertificateReason> keyFault(Considered c, Certificate certificate) {
    if (c.held() || !identities.isWithoutKey(c)) {
      return Optional.empty();
    }
    boolean anotherKey = c.origin() instanceof Origin.Beside && Files.exists(Path.of(c.name()));
    return Optional.of(
        anotherKey
            ? new OwnCertificateReason.OfAnotherKey(c.file(), certificate)
            : new OwnCertificateReason.WithoutKey(c.file(), certificate));
  }

  /** What ssh waits for without end, however well the rest goes. */
  Optional<Finding> silentAgent() {
    return identities
        .agentFailure()
        .filter(AgentFailure.Silent.class::isInstance)
        .map(failure -> files().agent().of(failure, Rank.CERTAIN));
  }

  /** What another ssh would not take. */
  List<Finding> risks() {
    return files().carriageReturns();
  }

  /** What is wrong with the files of identities, whatever a server says. */
  List<Finding> ofFiles(Rank rank) {
    return files().ofFiles(rank);
  }

  private IdentityCauses files() {
    return new IdentityCauses(typed, considered(), machine);
  }

  Typed typed() {
    return typed;
  }

  /** One at least. */
  List<Finding> of(AuthenticationException denied) {
    return of(denied, Witness.NOBODY);
  }

  private List<Finding> of(AuthenticationException denied, Witness witness) {
    return new DeniedCauses(config, typed, considered(), identities, machine)
        .of(denied.steps(), denied.methodsThatCanContinue(), witness.signatureAlgorithms());
  }

  /** One at least. */
  List<Finding> of(Leg.Failure failure) {
    return switch (failure.cause()) {
      case AuthenticationException e -> of(e, failure.witness());
      case HostKeyRefusedException e -> List.of(hostKeys().of(e.reason()));
      case NegotiationFailedException e -> negotiation(e.reasons());
      default -> ofEnd(failure);
    };
  }

  private HostKeyCauses hostKeys() {
    return new HostKeyCauses(config, typed);
  }

  private List<Finding> ofEnd(Leg.Failure failure) {
    Witness witness = failure.witness();
    if (witness.version().isEmpty()) {
      return ofConnection(beforeVersion(failure));
    }
    IOException cause = failure.cause();
    Termination how = cause instanceof ConnectionEndedException ended ? ended.termination() : null;
    boolean tooMany =
        how instanceof Termination.PeerDisconnect d
            && d.text().startsWith("Too many authentication failures");
    if (tooMany) {
      return new DeniedCauses(config, typed, considered(), identities, machine)
          .tooMany(witness.steps());
    }
    if (failure.late()) {
      return ofConnection(new BannerReason.Stalled(where(failure)));
    }
    String said = how == null ? String.valueOf(cause.getMessage()) : how.summary();
    return ofConnection(new BannerReason.WentAway(where(failure), said));
  }

  private BannerReason beforeVersion(Leg.Failure failure) {
    String where = where(failure);
    String first = failure.firstLine();
    if (first.startsWith("SSH-")) {
      return new BannerReason.TooOld(where, first);
    }
    if (!first.isEmpty()) {
      return new BannerReason.NotSsh(where, first);
    }
    if (failure.late()) {
      return new BannerReason.Silent(where, failure.patience().toSeconds());
    }
    Optional<String> proxy = config.value(ClientKeywords.PROXY_COMMAND);
    return proxy.isPresent()
        ? new BannerReason.ProxyEnded(proxy.get())
        : new BannerReason.Closed(where);
  }

  private String where(Leg.Failure failure) {
    return failure.connected().address().orElse(config.host())
        + " port "
        + config.value(ClientKeywords.PORT);
  }

  /** What keeps a connection from being made, or from becoming a login. */
  List<Finding> ofConnection(Reason reason) {
    return new ConnectionCauses(config, typed).of(reason);
  }

  /** What is missing in both directions is one cause. */
  private List<Finding> negotiation(List<NoCommonAlgorithm> reasons) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (NoCommonAlgorithm reason : reasons) {
      findings.putIfAbsent(reason.slot().keyword(), negotiation(reason));
    }
    return List.copyOf(findings.values());
  }

  private Finding negotiation(NoCommonAlgorithm reason) {
    String keyword = reason.slot().keyword();
    boolean compression = keyword.equals(ClientKeywords.COMPRESSION.name());
    List<Remedy> remedies =
        new ArrayList<>(
            reason
                .clientCould()
                .map(
                    name ->
                        compression
                            ? typed.set(
                                ClientKeywords.COMPRESSION, name.equals("none") ? "no" : "yes")
                            : typed.widen(keyword, name))
                .orElse(List.of()));
    List<Words> seen = new ArrayList<>(typed.seen(keyword));
    // No command: its own list, wherever that stands, has to grow by the name.
    reason
        .serverCould()
        .filter(_ -> !compression)
        .ifPresent(
            name -> seen.add(Words.of("seen.server-could", "keyword", keyword, "algorithm", name)));
    return new Finding(Rank.CERTAIN, reason, seen, remedies);
  }
}
