package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is idle for too long is closed: by OpenSSH's sshd and by ours, and by our ssh. */
@Timeout(120)
class IdleTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Ends when its session does, and not by itself within the test. */
  private static final String IDLE = "exec sleep 60";

  @TempDir static Path folder;
  private static Keys keys;

  @BeforeAll
  static void prepare() throws Exception {
    keys = Keys.make(folder);
  }

  private static Daemon start(String whose, String... settings) throws Exception {
    String program = whose.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    return Sshd.start(program, keys, List.of(settings));
  }

  private static Ssh ssh(String whose, Daemon server) {
    return new Ssh(
        whose.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh"), keys, server.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void aSessionThatCarriesNothingIsClosed(String whose) throws Exception {
    try (Daemon server =
        start(whose, "LogLevel VERBOSE", "ChannelTimeout session:shell=1h session:*=1")) {
      for (String client : List.of("OpenSSH's", "ours")) {
        Command.Outcome outcome = ssh(client, server).command(List.of(), IDLE).run();
        assertEquals(255, outcome.status(), outcome::toString);
      }
      assertTrue(server.await("closing", 2, SOON), server::log);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void anotherSessionIsNot(String whose) throws Exception {
    try (Daemon server = start(whose, "ChannelTimeout session:shell=1 *-tcpip=1")) {
      Command.Outcome outcome = ssh("ours", server).command(List.of(), "sleep 2; exit 7").run();
      assertEquals(7, outcome.status(), outcome::toString);
    }
  }

  /** Each line is a second after the one before it, and the whole takes longer than the limit. */
  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void dataKeepsIt(String whose) throws Exception {
    try (Daemon server = start(whose, "ChannelTimeout session:*=3")) {
      Command.Outcome outcome =
          ssh("ours", server)
              .command(List.of(), "for i in 1 2 3 4 5; do echo $i; sleep 1; done; exit 7")
              .run();
      assertEquals(7, outcome.status(), outcome::toString);
    }
  }

  /** Where only a Match block says so; the sshd of OpenSSH 9.2 does not hear it there. */
  @Tag("H3")
  @Test
  void aMatchBlockCounts() throws Exception {
    try (Daemon server = start("ours", "Match user *", "ChannelTimeout session:*=1")) {
      Command.Outcome outcome = ssh("ours", server).command(List.of(), IDLE).run();
      assertEquals(255, outcome.status(), outcome::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void aConnectionWithoutAChannelIsEnded(String whose) throws Exception {
    try (Daemon server = start(whose, "UnusedConnectionTimeout 1")) {
      for (String client : List.of("OpenSSH's", "ours")) {
        Command.Outcome outcome =
            ssh(client, server).command(List.of("SessionType=none"), "").run();
        assertEquals(255, outcome.status(), outcome::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OpenSSH's", "ours"})
  void aConnectionWithAChannelIsNot(String whose) throws Exception {
    try (Daemon server = start(whose, "UnusedConnectionTimeout 3")) {
      Command.Outcome outcome = ssh("ours", server).command(List.of(), "sleep 5; exit 7").run();
      assertEquals(7, outcome.status(), outcome::toString);
    }
  }

  @Test
  void ourSshClosesItsSession() throws Exception {
    try (Daemon server = start("OpenSSH's")) {
      Command.Outcome outcome =
          ssh("ours", server)
              .command(List.of("ChannelTimeout=session:command=1", "LogLevel=VERBOSE"), IDLE)
              .run();
      assertEquals(255, outcome.status(), outcome::toString);
      assertTrue(outcome.errors().contains("no data for 1 s"), outcome::toString);
    }
  }
}
