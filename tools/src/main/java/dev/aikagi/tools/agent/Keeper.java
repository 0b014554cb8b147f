package dev.aikagi.tools.agent;

import dev.aikagi.agent.AgentEvent;
import dev.aikagi.agent.AgentRefusal;
import dev.aikagi.agent.AgentServer;
import dev.aikagi.agent.Keyring;
import dev.aikagi.posix.ClosedDescriptorException;
import dev.aikagi.posix.Errno;
import dev.aikagi.posix.LocalListener;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ProcessWatch;
import dev.aikagi.posix.Signals;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The process that is the agent: holds the keys, and serves whoever may connect. */
final class Keeper {
  /** Each has a thread that waits for its client; more than anybody's programs make. */
  private static final int MAX_CONNECTIONS = 256;

  /** What OpenSSH's ends with when it was told to end. */
  private static final int TOLD = 2;

  /** How long to wait where the system has no room for another file. */
  private static final long BREATH_MILLIS = 100;

  private final LocalListener listener;
  private final KeeperSettings settings;
  private final ServerLog log;
  private final Reaper reaper = new Reaper();
  private final Authenticators authenticators;
  private final Keyring keyring;
  private final AgentServer server;
  private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
  private final AtomicBoolean told = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable ProcessWatch companion;

  Keeper(LocalListener listener, KeeperSettings settings, ServerLog log) {
    this.listener = listener;
    this.settings = settings;
    this.log = log;
    this.authenticators = new Authenticators(settings.hash(), log);
    this.keyring =
        new Keyring(
            settings
                .keyring()
                .withClock(ThisProcess::nanosSinceBoot)
                .withConfirmation(new AskpassConfirmation(settings.hash(), log))
                .withSecurityKeys(authenticators)
                .withObserver(this::heard));
    this.server = new AgentServer(keyring);
  }

  private void heard(AgentEvent event) {
    reaper.heard(event);
    switch (event) {
      // Somebody wants code to be run that nobody here has allowed.
      case AgentEvent.Refused(AgentRefusal.ProviderNotAllowed _) -> log.error(event.text());
      case AgentEvent.Refused _ -> log.verbose(event.text());
      default -> log.debug(event.text());
    }
  }

  /**
   * What has to be done before anybody is told that there is an agent: from here on it ends with
   * its companion, no debugger sees its memory, and no signal leaves its socket behind.
   */
  void prepare(boolean foreground) throws IOException {
    if (settings.companion() != 0) {
      companion = ProcessWatch.of(settings.companion());
    }
    ThisProcess.forbidCoreDumps();
    ThisProcess.hideMemory();
    Signals.handleAlways("TERM", this::end);
    Signals.handleAlways("HUP", this::end);
    if (foreground) {
      Signals.handle("INT", this::end);
    } else {
      Signals.ignore("INT");
    }
    Signals.ignoreQuit();
    Signals.handle("USR1", keyring::removeAll);
  }

  private void end() {
    told.set(true);
    listener.close();
    over.countDown();
  }

  /** Serves until it is told to end, or its companion has ended; the exit code. */
  int serve() {
    Thread.ofPlatform().daemon().name("reaper").start(() -> reaper.run(keyring));
    ProcessWatch other = companion;
    if (other != null) {
      Thread.ofPlatform().daemon().name("companion").start(() -> follow(other));
    }
    try {
      while (true) {
        room.acquire();
        accept();
      }
    } catch (ClosedDescriptorException e) {
      log.debug("the agent ends");
    } catch (IOException e) {
      log.error("accept from AUTH_SOCKET: " + ServerLog.why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      authenticators.close();
      keyring.close();
      AgentPlace.remove(
          settings.socket(),
          settings.folder().isEmpty()
              ? Optional.empty()
              : Optional.of(java.nio.file.Path.of(settings.folder())));
    }
    return told.get() ? TOLD : 0;
  }

  private void follow(ProcessWatch process) {
    try {
      process.awaitEnd();
    } catch (IOException e) {
      log.error("waiting for process " + settings.companion() + ": " + ServerLog.why(e));
    }
    listener.close();
    over.countDown();
  }

  private void accept() throws IOException, InterruptedException {
    LocalSocket client;
    try {
      client = listener.accept(-1).orElseThrow();
    } catch (PosixException e) {
      room.release();
      if (e.errno() == Errno.EMFILE || e.errno() == Errno.ENFILE) {
        log.error("accept from AUTH_SOCKET: " + e.reason());
        var _ = over.await(BREATH_MILLIS, TimeUnit.MILLISECONDS);
      } else if (e.errno() != Errno.ECONNABORTED) {
        throw e;
      }
      return;
    }
    Thread.ofPlatform().daemon().name("client").start(() -> serve(client));
  }

  private void serve(LocalSocket client) {
    try (client) {
      if (mayConnect(client.peerUser())) {
        ScopedValue.where(Authenticators.CLIENT, client).call(() -> served(client));
      }
    } catch (IOException e) {
      log.debug("client: " + ServerLog.why(e));
    } finally {
      room.release();
    }
  }

  private boolean served(LocalSocket client) throws IOException {
    server.serve(LocalStreams.input(client), LocalStreams.output(client));
    return true;
  }

  /** The modes of the socket and its folder say so already, where the system heeds them. */
  private boolean mayConnect(int user) {
    boolean may = isServed(user, User.effectiveId());
    if (!may) {
      log.error(
          "uid mismatch: peer euid "
              + Integer.toUnsignedString(user)
              + " != uid "
              + Integer.toUnsignedString(User.effectiveId()));
    }
    return may;
  }

  /** Root could take the keys out of the memory anyway. */
  static boolean isServed(int peer, int own) {
    return peer == 0 || peer == own;
  }
}
