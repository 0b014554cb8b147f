package dev.aikagi.tools.sshd;

import dev.aikagi.Printable;
import dev.aikagi.Reason;
import dev.aikagi.auth.ServerAuthReason;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.ConnectionFacts;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.config.Position;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.AuthorizedKeyReason;
import dev.aikagi.trust.FileModeReason;
import dev.aikagi.trust.PrincipalReason;
import dev.aikagi.trust.TrustedHostReason;
import dev.aikagi.trust.UserCertificateRefusal;
import dev.aikagi.trust.UserRefusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes the way of a login on the server without a connection: would this user get in, with this
 * key, from there? The decisions are those that the server makes, by the same code; what is added
 * is that nothing stops at the first reason.
 */
public final class LoginWalk {
  /** The kinds of reasons that a server decides with: each has its texts in ServerTexts. */
  public static final List<Class<? extends Reason>> REASONS =
      List.of(
          ServerSetupReason.class,
          LoginRefusal.class,
          UserRefusal.class,
          FileModeReason.class,
          KeysFileReason.class,
          AuthorizedKeyReason.class,
          ServerAuthReason.class,
          KeyRefusal.class,
          UserCertificateRefusal.class,
          PrincipalReason.class,
          AuthorityReason.class,
          TrustedHostReason.class,
          HostTrustReason.class,
          PrincipalAccessReason.class,
          KeytabReason.class);

  private static final String NOWHERE = "UNKNOWN";

  /** What is asked cannot be answered; the message says why. */
  public static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  private final WalkRequest request;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final ServerLog silent =
      ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.QUIET);

  private LoginWalk(WalkRequest request) {
    this.request = request;
  }

  /**
   * Takes what stands behind {@code sshd --explain} or {@code ssh-doctor --server}: {@code --user
   * NAME}, {@code --key FILE}, {@code --from ADDRESS}, {@code --host NAME}, for a login by
   * hostbased {@code --client-user NAME} and {@code --client-host NAME}, and sshd's own -f, -o and
   * -C. {@code --json}, {@code --lang} and {@code --fix} are the caller's and change nothing.
   */
  public static Report of(List<String> words) throws UsageException {
    return of(WalkRequest.of(words));
  }

  static Report of(WalkRequest request) throws UsageException {
    mayLook(request.user(), User.effectiveId());
    return new LoginWalk(request).report();
  }

  /** Nobody else sees the files, and what is not seen would be told as missing. */
  static void mayLook(String name, int asking) throws UsageException {
    try {
      Optional<User> account = asking == 0 ? Optional.empty() : User.named(name);
      if (account.isPresent() && account.get().uid() != asking) {
        throw new UsageException(
            "only root"
                + (account.get().uid() == 0 ? "" : " or " + Printable.of(name, ServerLog.MAX_NAME))
                + " can ask about this login");
      }
    } catch (IOException e) {
      // The walk itself says what is wrong with the user database.
    }
  }

  /** Whether what was found leaves the door open. */
  public static boolean getsIn(Report report) {
    return report.findings().stream().noneMatch(f -> f.rank() == Rank.CERTAIN);
  }

  private Report report() {
    String file = new ConfigSource(request.options()).file();
    String subjectName = request.claim().isPresent() ? "walk.subject-host" : "walk.subject";
    Words subject = Words.of(subjectName, "user", request.user(), "file", file);
    ServerConfig config;
    ServerConfig forUser;
    Optional<User> account;
    Peer peer;
    try {
      config = new ConfigSource(request.options()).read(silent, diagnostics::add);
      peer = peer(config);
      account = User.named(request.user());
      forUser = config.forConnection(facts(peer, account.isEmpty()));
    } catch (ConfigException e) {
      return unusable(subject, file, ServerLog.why(e));
    } catch (IOException e) {
      Finding fault =
          Finding.of(Rank.CERTAIN, new LoginRefusal.Fault("user database", ServerLog.why(e)));
      return new Report(subject, List.of(Step.of(Mark.BAD, fault.reason())), List.of(fault));
    }
    ConfigLines lines = new ConfigLines(forUser, file);
    Walk walk = new Walk(request, forUser, lines, account.orElse(UserKeys.STAND_IN), peer);
    configured(walk, file);
    if (account.isEmpty()) {
      walk.fault(
          Rank.CERTAIN,
          new LoginRefusal.NoSuchUser(request.user(), peer.address()),
          Remedy.server(Sh.line("useradd", "-m", "-s", "/bin/sh", "-p", "*", request.user())));
      return end(subject, walk);
    }
    try {
      new AccountWalk(walk).go();
      if (request.claim().isPresent()) {
        new HostsWalk(walk, request.claim().get(), silent).go();
      } else {
        new MethodsWalk(walk, MethodsWalk.Method.PUBLICKEY).go();
        new KeysWalk(walk, silent).go();
      }
      new KeytabWalk(walk).go();
    } catch (IOException | RuntimeException e) {
      walk.fault(Rank.LIKELY, new LoginRefusal.Fault("sshd --explain", ServerLog.why(e)));
    }
    return end(subject, walk);
  }

  private static Report end(Words subject, Walk walk) {
    Report report = new Report(subject, walk.way(), walk.findings());
    List<Step> way = new ArrayList<>(walk.way());
    boolean in = getsIn(report);
    way.add(
        Step.of(
            in ? Mark.OK : Mark.BAD,
            Words.of(in ? "walk.in" : "walk.out", "user", walk.request.user())));
    return new Report(subject, way, walk.findings(), walk.tidyUps());
  }

  private void configured(Walk walk, String file) {
    List<Step> blocks = new ArrayList<>();
    for (Position at : walk.config.matchBlocks()) {
      blocks.add(
          Step.of(
              Mark.NOTE,
              Words.of(
                  "walk.match",
                  "file",
                  at.file(),
                  "line",
                  at.line(),
                  "text",
                  walk.lines.text(at))));
    }
    walk.step(new Step(Mark.OK, Words.of("walk.config", "file", file), blocks));
    if (!walk.addressKnown()) {
      walk.step(Mark.NOTE, "walk.no-address");
    }
    if (User.effectiveId() != 0) {
      walk.step(Mark.NOTE, "walk.not-root");
    }
    if (walk.config.value(ServerKeywords.REFUSE_CONNECTION)) {
      walk.configured(
          Rank.CERTAIN,
          new ServerSetupReason.RefusesAll(),
          ServerKeywords.REFUSE_CONNECTION,
          walk.lines.set(ServerKeywords.REFUSE_CONNECTION, "no"));
    }
  }

  /** What sshd would say as it starts, and would not start with. */
  private Report unusable(Words subject, String file, String why) {
    List<Finding> findings = new ArrayList<>();
    List<Step> way = new ArrayList<>();
    for (Diagnostic d : diagnostics) {
      if (d.severity() == Diagnostic.Severity.ERROR && d.position().line() > 0) {
        ServerSetupReason.BadLine bad =
            new ServerSetupReason.BadLine(d.position().file(), d.position().line(), d.text());
        findings.add(
            Finding.of(Rank.CERTAIN, bad, Remedy.server(Sed.comment(bad.file(), bad.line()))));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.of(Rank.CERTAIN, new ServerSetupReason.Unusable(file, why)));
    }
    findings.forEach(f -> way.add(Step.of(Mark.BAD, f.reason())));
    return new Report(subject, way, findings);
  }

  private Peer peer(ServerConfig config) {
    int port = request.facts().localPort().orElse(config.value(ServerKeywords.PORT).getFirst());
    InetSocketAddress local = InetSocketAddress.createUnresolved(NOWHERE, port);
    Optional<String> address = request.facts().address();
    InetSocketAddress remote =
        address.isEmpty()
            ? InetSocketAddress.createUnresolved(NOWHERE, port)
            : new InetSocketAddress(InetAddress.ofLiteral(address.get()), port);
    Peer peer = Peer.of(remote, local);
    return request.facts().host().map(peer::named).orElseGet(() -> named(peer, config));
  }

  /** For another host its name decides, so that it is looked for as the server does. */
  private Peer named(Peer peer, ServerConfig config) {
    boolean asked =
        request.claim().isPresent()
            && peer.source().isPresent()
            && config.value(ServerKeywords.USE_DNS);
    return asked
        ? peer.named(
            PeerName.of(peer.source().get(), InetAddress::getCanonicalHostName, PeerName.LIMIT))
        : peer;
  }

  private ConnectionFacts facts(Peer peer, boolean invalidUser) {
    ConnectionFacts asked = request.facts();
    ConnectionFacts seen = peer.facts(Optional.of(request.user()), invalidUser);
    return new ConnectionFacts(
        seen.user(),
        invalidUser,
        seen.host(),
        seen.address(),
        asked.localAddress(),
        seen.localPort(),
        asked.routingDomain());
  }
}
