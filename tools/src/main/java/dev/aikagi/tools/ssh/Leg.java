package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Diagnostic;
import dev.aikagi.connection.Session;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One login of a way that is examined: at the destination, or at a jump host before it, which has
 * steps and findings of its own.
 */
final class Leg {
  /**
   * How a login failed, and what was seen until then.
   *
   * @param patience how long the first word was waited for
   */
  record Failure(
      IOException cause,
      boolean late,
      Duration patience,
      String firstLine,
      Connect.Connected connected,
      Witness witness) {}

  private final CommandLine line;
  private final ClientConfig config;
  private final Companions with;
  private final Identities identities;
  private final Causes causes;
  private final List<Step> way = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> ofJumps = new ArrayList<>();

  private Leg(CommandLine line, ClientConfig config, Companions with) {
    this.line = line;
    this.config = config;
    this.with = with;
    this.identities =
        new Identities(config, with.questions(), with.log(), with.machine().userId())
            .lookedAt(with.agentPatience());
    this.causes = new Causes(config, line, identities, with.machine());
    way.add(new WayOfConfig(config, line).step());
  }

  /** Either the leg, or why its configuration is not obeyed at all: one finding at least. */
  record Begun(Optional<Leg> leg, List<Finding> findings) {
    Step fault() {
      return Step.of(Mark.BAD, findings.getFirst().reason());
    }
  }

  static Begun begin(CommandLine line, Companions with) throws Fatal {
    List<Diagnostic> diagnostics = new ArrayList<>();
    try {
      ClientConfig config = Configuration.read(line, with.machine(), diagnostics::add);
      return new Begun(Optional.of(new Leg(line, config, with)), List.of());
    } catch (ConfigException e) {
      // The lines that are at fault were said before; a file that is not trusted is its own reason.
      return new Begun(Optional.empty(), ConfigCauses.of(e, diagnostics));
    }
  }

  List<Step> way() {
    return way;
  }

  /** With those of the jump hosts; what is wrong with a file here is wrong once for all. */
  List<Finding> findings() {
    List<Reason> own = findings.stream().map(Finding::reason).toList();
    List<Finding> all = new ArrayList<>(ofJumps);
    all.removeIf(f -> own.contains(f.reason()));
    all.addAll(findings);
    return all;
  }

  String where() {
    return config.user() + "@" + config.host() + " port " + port();
  }

  private int port() {
    return config.value(ClientKeywords.PORT);
  }

  /** What can be known without a connection, of this host and of those before it. */
  void lookAtFiles() throws Fatal {
    try {
      var _ = identities.list();
      Optional<JumpHost> jump = jump();
      if (jump.isPresent()) {
        JumpHost.pass(jump.get(), with.passed(), config);
        Begun hop = begin(line.toJumpHost(jump.get(), config), with);
        if (hop.leg().isPresent()) {
          hop.leg().get().lookAtFiles();
        }
        passed(jump.get().name(), hop, true);
      }
      way.add(identityStep(List.of()));
      findings.addAll(causes.ofFiles(Rank.CERTAIN));
    } catch (ConfigException e) {
      unusable(e);
    } catch (Fatal e) {
      fault(e.reason().orElseThrow(() -> e));
    }
    findings.addAll(causes.risks());
  }

  /** Goes as far as to the login; null where that fails, which steps and findings then say. */
  @Nullable Client logIn() throws Fatal {
    try {
      List<Identity> offered = identities.list();
      Connect.Connected connected = connect();
      return connected == null ? null : logIn(offered, connected);
    } catch (ConfigException e) {
      unusable(e);
      return null;
    } finally {
      causes.silentAgent().filter(f -> isNew(f.reason())).ifPresent(findings::addFirst);
      findings.addAll(causes.risks());
    }
  }

  private boolean isNew(Reason reason) {
    return findings.stream().noneMatch(f -> f.reason().equals(reason));
  }

  private void unusable(ConfigException e) {
    List<Finding> found = ConfigCauses.of(e, List.of());
    findings.addAll(found);
    way.add(Step.of(Mark.BAD, found.getFirst().reason()));
  }

  private Optional<JumpHost> jump() throws Fatal, ConfigException {
    return JumpHost.of(line, config);
  }

  private Connect.@Nullable Connected connect() throws Fatal, ConfigException {
    Optional<String> refusal = config.value(ClientKeywords.REFUSE_CONNECTION);
    if (refusal.isPresent()) {
      fault(new ClientConfigReason.Unusable("RefuseConnection: " + refusal.get()));
      return null;
    }
    Optional<JumpHost> jump = jump();
    if (jump.isPresent()) {
      return through(jump.get());
    }
    Connect connect =
        new Connect(config, with.log(), Optional.empty(), Optional.of(with.limits().connecting()));
    try {
      Connect.Connected connected = connect.connect();
      way.addAll(WayOfConnection.tried(connect.tried()));
      return connected;
    } catch (Fatal e) {
      way.addAll(WayOfConnection.tried(connect.tried()));
      fault(e.reason().orElseThrow(() -> e));
      return null;
    }
  }

  private Connect.@Nullable Connected through(JumpHost jump) throws Fatal {
    String name = jump.name();
    try {
      JumpHost.pass(jump, with.passed(), config);
    } catch (Fatal e) {
      fault(e.reason().orElseThrow(() -> e));
      return null;
    }
    Begun hop = begin(line.toJumpHost(jump, config), with);
    Client client = hop.leg().isPresent() ? hop.leg().get().logIn() : null;
    passed(name, hop, client != null);
    return client == null ? null : onwards(client, name);
  }

  /** Adds what was found out about a jump host. */
  private void passed(String name, Begun hop, boolean well) {
    List<Step> parts = hop.leg().map(Leg::way).orElseGet(() -> List.of(hop.fault()));
    boolean ok = well && hop.leg().isPresent();
    way.add(new Step(ok ? Mark.OK : Mark.BAD, Words.of("way.jump", "jump", name), parts));
    for (Finding found : hop.leg().map(Leg::findings).orElse(hop.findings())) {
      ofJumps.add(
          found.reason() instanceof ConnectReason.MisspeltHost m && found.jumpHost().isEmpty()
              ? respelt(found, m).at(name)
              : found.at(name));
    }
  }

  /** A jump host that is misspelt is put right where it is named, and not by going there. */
  private Finding respelt(Finding finding, ConnectReason.MisspeltHost misspelt) {
    String hosts = config.value(ClientKeywords.PROXY_JUMP).orElse("");
    int at = hosts.lastIndexOf(misspelt.host());
    // Those before another jump host are named in somebody else's line.
    if (at < 0 || !line.jumpHosts().isEmpty()) {
      return Finding.of(finding.rank(), misspelt);
    }
    String right =
        hosts.substring(0, at)
            + misspelt.nearest()
            + hosts.substring(at + misspelt.host().length());
    return new Finding(
        finding.rank(),
        misspelt,
        causes.typed().seen(ClientKeywords.PROXY_JUMP.name()),
        causes.typed().set(ClientKeywords.PROXY_JUMP, right, "-J", right));
  }

  private Connect.@Nullable Connected onwards(Client client, String name) throws Fatal {
    try {
      JumpStream stream =
          new JumpStream(client, JumpChannel.open(client, name, config.host(), port(), with.log()));
      way.add(
          Step.of(
              Mark.OK,
              Words.of("way.through", "jump", name, "host", config.host(), "port", port())));
      return new Connect.Connected(
          stream, Optional.empty(), Connect.timeout(config, Optional.empty()));
    } catch (IOException e) {
      client.close();
      fault(new BannerReason.WentAway(name, String.valueOf(e.getMessage())));
    } catch (Fatal e) {
      client.close();
      fault(e.reason().orElseThrow(() -> e));
    }
    return null;
  }

  private Duration patience(Connect.Connected connected) {
    Patience.Limits limits = with.limits();
    return connected.address().isPresent() ? limits.connecting() : limits.between();
  }

  private @Nullable Client logIn(List<Identity> offered, Connect.Connected connected)
      throws Fatal, ConfigException {
    FirstBytes first = new FirstBytes(connected.stream());
    try (Patience waiting = new Patience(first::close, patience(connected), with.limits().step())) {
      with.waits(waiting);
      Witness witness = new Witness(waiting::moved);
      Visit visit =
          new Visit(
                  config,
                  new Connect.Connected(first, connected.address(), connected.left()),
                  with.questions(),
                  with.log())
              .bindingAgentOf(causes.identities())
              .forJump(with.limits().between())
              .heardBy(witness);
      try {
        Client client = visit.logIn(offered);
        way.addAll(WayOfConnection.met(witness));
        way.add(identityStep(witness.steps()));
        way.addAll(WayOfConnection.authenticated(witness, client.authenticated()));
        return client;
      } catch (Fatal e) {
        IOException failure = visit.failure();
        if (failure == null) {
          throw e;
        }
        way.addAll(WayOfConnection.met(witness));
        boolean late = visit.isLate() || waiting.isOver();
        Duration silence = visit.isLate() ? connected.left().orElseThrow() : patience(connected);
        failed(new Failure(failure, late, silence, first.line(), connected, witness));
        return null;
      }
    }
  }

  private void failed(Failure failure) {
    Witness witness = failure.witness();
    boolean began = !witness.answers().isEmpty() || !witness.steps().isEmpty();
    List<Finding> found = causes.of(failure);
    if (began) {
      way.add(identityStep(witness.steps()));
      way.addAll(WayOfConnection.refused(witness));
    }
    way.add(
        failure.cause() instanceof AuthenticationException denied
            ? Step.of(Mark.BAD, Words.of("way.denied", "text", denied.denial()))
            : Step.of(Mark.BAD, found.getFirst().reason()));
    findings.addAll(found);
  }

  private void fault(Reason reason) {
    List<Finding> found = causes.ofConnection(reason);
    way.add(Step.of(Mark.BAD, found.getFirst().reason()));
    findings.addAll(found);
  }

  private Step identityStep(List<ClientAuthStep> steps) {
    Optional<AgentFailure> agent = causes.identities().agentFailure();
    return new WayOfIdentities(causes.considered(), steps, agent).step();
  }

  /** Whether the server lets a session begin, which is what most logins are for. */
  void session(Client client) {
    Duration step = with.limits().step();
    try (Patience waiting = new Patience(client::close, step, step)) {
      with.waits(waiting);
      openSession(client, waiting);
    }
  }

  private void openSession(Client client, Patience waiting) {
    try (Session _ = client.openSession()) {
      way.add(Step.of(Mark.OK, Words.of("way.session")));
    } catch (IOException e) {
      fault(
          waiting.isOver()
              ? new BannerReason.Stalled(config.host() + " port " + port())
              : new SessionReason.Refused(String.valueOf(e.getMessage())));
    }
  }
}
