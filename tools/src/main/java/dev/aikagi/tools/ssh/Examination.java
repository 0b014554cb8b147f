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
import dev.aikagi.kex.Preparation;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Mark;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Report;
import dev.aikagi.tools.explain.Step;
import dev.aikagi.tools.explain.TidyUp;
import dev.aikagi.tools.explain.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes the whole way of a login as {@code ssh} goes it, with the same configuration, keys and
 * questions, and says of each step how it went. Runs nothing on the other side.
 */
public final class Examination {
  private final CommandLine line;
  private final Patience.Limits limits;
  private final Log log = new Log(new PrintStream(OutputStream.nullOutputStream(), true));
  private final Questions questions = new Questions(log, this::asking);
  private final LocalMachine machine = new LocalMachine();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<Step> way = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<TidyUp> tidyUps = new ArrayList<>();
  private @Nullable Patience patience;

  private Examination(CommandLine line, Patience.Limits limits) {
    this.line = line;
    this.limits = limits;
  }

  /**
   * Examines.
   *
   * @param words ssh's options and destination
   * @param offline whether keys and configuration are all that is looked at
   * @param errors where faults of the command line go
   * @throws Fatal where the command line says nothing that could be examined
   */
  public static Report of(List<String> words, boolean offline, PrintStream errors) throws Fatal {
    System.setProperty("java.net.preferIPv6Addresses", "system");
    if (!offline) {
      Thread.ofPlatform().daemon().name("ssh-prepare").start(Preparation::run);
    }
    return of(words, offline, errors, Patience.Limits.USUAL);
  }

  static Report of(List<String> words, boolean offline, PrintStream errors, Patience.Limits limits)
      throws Fatal {
    Examination examination = new Examination(CommandLine.parse(words, errors), limits);
    examination.machine.requireAccount();
    return examination.run(offline);
  }

  private void asking(boolean now) {
    Patience current = patience;
    if (current != null) {
      current.asking(now);
    }
  }

  private Report run(boolean offline) throws Fatal {
    ClientConfig config = configuration();
    if (config == null) {
      return report(line.destination().host());
    }
    Identities identities = new Identities(config, questions, log, machine.userId());
    Causes causes = new Causes(config, line, identities, machine);
    if (config.value(ClientKeywords.PROXY_JUMP).isPresent()) {
      // Connecting directly instead would look at another way than the one that is asked about.
      throw new Fatal("ssh-doctor: ways through jump hosts (ProxyJump) cannot be looked at yet");
    }
    try {
      List<Identity> offered = identities.list();
      if (offline) {
        way.add(identityStep(causes, List.of()));
        findings.addAll(causes.ofFiles(Rank.CERTAIN));
        OwnKeyList.tidyUp(Path.of(machine.homeDirectory())).ifPresent(this::tidy);
      } else {
        connect(config, offered, causes);
      }
    } catch (ConfigException e) {
      unusable(e);
    }
    findings.addAll(causes.risks());
    return report(config.user() + "@" + config.host() + " port " + port(config));
  }

  private void tidy(TidyUp tidyUp) {
    tidyUps.add(tidyUp);
    way.add(Step.of(Mark.NOTE, tidyUp.what()));
  }

  private static int port(ClientConfig config) {
    return config.value(ClientKeywords.PORT);
  }

  private Report report(String where) {
    return new Report(Words.of("way.subject", "where", where), way, findings, tidyUps);
  }

  private @Nullable ClientConfig configuration() throws Fatal {
    try {
      ClientConfig config = Configuration.read(line, machine, diagnostics::add);
      way.add(new WayOfConfig(config, line).step());
      return config;
    } catch (ConfigException e) {
      unusable(e);
      return null;
    }
  }

  /** The lines that are at fault were said before; a file that is not trusted is its own reason. */
  private void unusable(ConfigException e) {
    List<Finding> found = ConfigCauses.of(e, diagnostics);
    findings.addAll(found);
    way.add(Step.of(Mark.BAD, found.getFirst().reason()));
  }

  private void connect(ClientConfig config, List<Identity> offered, Causes causes)
      throws Fatal, ConfigException {
    Optional<String> refusal = config.value(ClientKeywords.REFUSE_CONNECTION);
    if (refusal.isPresent()) {
      fault(new ClientConfigReason.Unusable("RefuseConnection: " + refusal.get()), causes);
      return;
    }
    Connect connect = new Connect(config, log, Optional.of(limits.connecting()));
    Connect.Connected connected;
    try {
      connected = connect.connect();
    } catch (Fatal e) {
      way.addAll(WayOfConnection.tried(connect.tried()));
      fault(e.reason().orElseThrow(() -> e), causes);
      return;
    }
    way.addAll(WayOfConnection.tried(connect.tried()));
    FirstBytes first = new FirstBytes(connected.stream());
    try (Patience waiting = new Patience(first, patience(connected), limits.step())) {
      patience = waiting;
      logIn(config, offered, causes, connected, first);
    }
  }

  private Duration patience(Connect.Connected connected) {
    return connected.address().isPresent() ? limits.connecting() : limits.proxy();
  }

  private void logIn(
      ClientConfig config,
      List<Identity> offered,
      Causes causes,
      Connect.Connected connected,
      FirstBytes first)
      throws Fatal, ConfigException {
    Patience waiting = Objects.requireNonNull(patience);
    Witness witness = new Witness(waiting::moved);
    Visit visit =
        new Visit(
                config,
                new Connect.Connected(first, connected.address(), connected.left()),
                questions,
                log)
            .bindingAgentOf(causes.identities())
            .heardBy(witness);
    try (Client client = visit.logIn(offered)) {
      way.addAll(WayOfConnection.met(witness));
      way.add(identityStep(causes, witness.steps()));
      way.addAll(WayOfConnection.authenticated(witness, client.authenticated()));
      session(client, causes, waiting, config);
    } catch (Fatal e) {
      IOException failure = visit.failure();
      if (failure == null) {
        throw e;
      }
      way.addAll(WayOfConnection.met(witness));
      boolean late = visit.isLate() || waiting.isOver();
      Duration silence = visit.isLate() ? connected.left().orElseThrow() : patience(connected);
      failed(new Failure(failure, late, silence, first.line(), connected, witness), causes);
    }
  }

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

  private void failed(Failure failure, Causes causes) {
    Witness witness = failure.witness();
    boolean began = !witness.answers().isEmpty() || !witness.steps().isEmpty();
    List<Finding> found = causes.of(failure);
    if (began) {
      way.add(identityStep(causes, witness.steps()));
      way.addAll(WayOfConnection.refused(witness));
    }
    way.add(
        failure.cause() instanceof AuthenticationException denied
            ? Step.of(Mark.BAD, Words.of("way.denied", "text", denied.denial()))
            : Step.of(Mark.BAD, found.getFirst().reason()));
    findings.addAll(found);
  }

  private void fault(Reason reason, Causes causes) {
    List<Finding> found = causes.ofConnection(reason);
    way.add(Step.of(Mark.BAD, found.getFirst().reason()));
    findings.addAll(found);
  }

  private Step identityStep(Causes causes, List<ClientAuthStep> steps) {
    Optional<AgentFailure> agent = causes.identities().agentFailure();
    return new WayOfIdentities(causes.considered(), steps, agent).step();
  }

  private void session(Client client, Causes causes, Patience waiting, ClientConfig config) {
    try (Session _ = client.openSession()) {
      way.add(Step.of(Mark.OK, Words.of("way.session")));
    } catch (IOException e) {
      fault(
          waiting.isOver()
              ? new BannerReason.Stalled(config.host() + " port " + port(config))
              : new SessionReason.Refused(String.valueOf(e.getMessage())),
          causes);
    }
  }
}
