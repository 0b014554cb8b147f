package dev.aikagi.tools.ssh;

import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.tools.Fatal;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The whole way to a host: over TCP, through a ProxyCommand, or through jump hosts, each of which
 * is a login of its own, as the configuration has it for that host.
 */
final class Route {
  private final Questions questions;
  private final LocalMachine machine;
  private final List<JumpHost> passed = new ArrayList<>();

  /** The jump host that the way ended at; empty while there is none. */
  private String failedAt = "";

  private boolean saidLate;

  Route(Questions questions, LocalMachine machine) {
    this.questions = questions;
    this.machine = machine;
  }

  /** Connects; a failure at a jump host names it. */
  Connect.Connected to(CommandLine line, ClientConfig config, Log log)
      throws Fatal, ConfigException {
    try {
      return to(line, config, log, Optional.empty());
    } catch (Fatal e) {
      if (failedAt.isEmpty()) {
        throw e;
      }
      if (!e.text().isEmpty()) {
        log.fatal(e.text());
      }
      String where = config.host() + " port " + config.value(ClientKeywords.PORT);
      throw new Fatal("Connection to " + where + " failed at the jump host " + failedAt);
    }
  }

  private Connect.Connected to(
      CommandLine line, ClientConfig config, Log log, Optional<Duration> limit)
      throws Fatal, ConfigException {
    Optional<JumpHost> jump = JumpHost.of(line, config);
    if (jump.isEmpty()) {
      return new Connect(config, log, limit, Optional.empty()).connect();
    }
    JumpHost.pass(jump.get(), passed, config);
    long start = System.nanoTime();
    Optional<Duration> time = Connect.timeout(config, limit);
    try {
      CommandLine hopLine = line.toJumpHost(jump.get(), config);
      ByteStream stream = through(hopLine, jump.get().name(), config, log, time);
      return new Connect.Connected(
          stream, Optional.empty(), time.map(t -> t.minusNanos(System.nanoTime() - start)));
    } catch (Fatal | ConfigException e) {
      if (failedAt.isEmpty()) {
        failedAt = jump.get().name();
      }
      throw e instanceof Fatal fatal ? fatal : new Fatal(String.valueOf(e.getMessage()));
    }
  }

  private ByteStream through(
      CommandLine line, String name, ClientConfig next, Log log, Optional<Duration> time)
      throws Fatal, ConfigException {
    long start = System.nanoTime();
    int port = next.value(ClientKeywords.PORT);
    log.debug(1, "Connecting to " + next.host() + " port " + port + " by way of " + name + ".");
    ClientConfig config = Configuration.read(line, machine, log);
    Log own = log.at(config.value(ClientKeywords.LOG_LEVEL));
    Ssh.requirePossible(config, own);
    LocalCommand local = LocalCommand.of(config);
    Identities identities = new Identities(config, questions, own, machine.userId());
    List<Identity> offered = identities.list();
    Connect.Connected connected = to(line, config, own, time);
    AtomicBoolean late = new AtomicBoolean();
    Visit visit =
        new Visit(config, connected, questions, own)
            .bindingAgentOf(identities)
            .forJump(JumpChannel.TIME)
            .cutBy(late::get)
            .whenDenied(new Hint(config, line, identities, machine, own)::after);
    try (Timer.Scheduled _ = closing(connected.stream(), time, start, late)) {
      Client client = visit.logIn(offered);
      JumpStream stream = open(client, name, next, visit, own, late::get);
      local.runBeside(own);
      return stream;
    } catch (Fatal e) {
      if (!late.get()) {
        throw e;
      }
      if (!saidLate) {
        saidLate = true;
        new Failures(log, Optional.empty(), port).bannerTimeout();
      }
      throw new Fatal("");
    }
  }

  /** ConnectTimeout of a host is for all of the way to it, until it has said what it is. */
  private static Timer.Scheduled closing(
      ByteStream stream, Optional<Duration> time, long start, AtomicBoolean late) {
    if (time.isEmpty()) {
      return () -> {};
    }
    Duration left = time.get().minusNanos(System.nanoTime() - start);
    return Timer.after(
        left.isPositive() ? left : Duration.ofNanos(1),
        () -> {
          late.set(true);
          stream.close();
        });
  }

  private static JumpStream open(
      Client client, String name, ClientConfig next, Visit visit, Log log, BooleanSupplier late)
      throws Fatal {
    try {
      int port = next.value(ClientKeywords.PORT);
      JumpStream stream =
          new JumpStream(client, JumpChannel.open(client, name, next.host(), port, log));
      var _ =
          client
              .ended()
              .thenAccept(
                  how -> {
                    if (!stream.isClosing()) {
                      visit.say(how);
                    }
                  });
      return stream;
    } catch (IOException e) {
      if (!late.getAsBoolean()) {
        visit.say(e);
      }
      client.close();
      throw new Fatal("");
    } catch (Fatal e) {
      client.close();
      throw e;
    }
  }
}
