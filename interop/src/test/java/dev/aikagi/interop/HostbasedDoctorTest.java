package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue's set-ups of host-based authentication: each keeps OpenSSH's client out, ssh-doctor
 * says why, and what it says to do lets him in. They have an /etc of their own, since ssh-keysign
 * and sshd have one place each for a host's keys and for lists of hosts.
 */
@Timeout(120)
class HostbasedDoctorTest {
  private static final String USER = "akdoctor";
  private static final int ID = 64713;
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir static Path folder;
  private static EtcOfOwn place;

  @BeforeAll
  static void prepare() throws Exception {
    place = EtcOfOwn.make(folder, USER, ID);
  }

  @AfterAll
  static void remove() throws Exception {
    if (place != null) {
      place.remove();
    }
  }

  @BeforeEach
  void heal() throws Exception {
    place.trust();
    Files.writeString(
        config(),
        """
        ListenAddress 127.0.0.1
        PidFile %s
        UsePAM no
        UseDNS yes
        LogLevel VERBOSE
        HostKey /etc/ssh/ssh_host_ed25519_key
        HostbasedAuthentication yes
        IgnoreRhosts no
        PubkeyAuthentication no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        """
            .formatted(folder.resolve("sshd.pid")));
  }

  private static Path config() {
    return folder.resolve("sshd_config");
  }

  static Stream<CatalogueCase> broken() throws Exception {
    return CatalogueCase.all("hostbased");
  }

  private static Daemon server(CatalogueCase which) throws Exception {
    String program = which.peer().program("sshd");
    boolean ours = which.peer() == Whose.OURS;
    return Daemon.start(
        "Server listening on",
        port -> {
          List<String> words = new ArrayList<>(List.of(program, "-D", "-e", "-p", "" + port));
          words.addAll(List.of("-f", config().toString()));
          if (ours) {
            words.addAll(List.of("-o", "PerSourcePenalties=no"));
          }
          return place.within(words);
        });
  }

  private static Command.Outcome asRoot(List<String> command) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"));
    words.addAll(List.of("HOME=/nonexistent", "LANG=C.UTF-8", "CONFIG=" + config()));
    words.addAll(List.of("ACCOUNT=" + USER, "ACCOUNT_HOME=" + place.home()));
    words.add("OTHER_KEY=" + Keys.publicPart(folder.resolve("ca")));
    words.addAll(command);
    return Command.of(place.within(words)).within(Scene.LIMIT).run();
  }

  private static Command.Outcome logIn(CatalogueCase which, Daemon server) throws Exception {
    int id = which.login().equals("root") ? 0 : ID;
    return place.logIn(Peer.required("ssh"), server.port(), "localhost", id);
  }

  private static Command.Outcome examine(String args) throws Exception {
    String user = args.contains("--client-user") ? "" : "--client-user " + USER + " ";
    String call =
        "exec \""
            + Peer.ours("ssh-doctor")
            + "\" --json --server -f \"$CONFIG\" --user \"$ACCOUNT\" --from 127.0.0.1 "
            + user
            + args;
    return asRoot(List.of("sh", "-c", call));
  }

  @Test
  void whoGetsInIsHealthy() throws Exception {
    for (String args : List.of("", "--key /etc/ssh/ssh_host_ed25519_key.pub")) {
      Command.Outcome doctor = examine(args);
      assertEquals(0, doctor.status(), () -> doctor + doctor.text());
      assertTrue(Diagnosis.parse(doctor.text()).healthy(), doctor::text);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void isNamedAndMended(CatalogueCase which) throws Exception {
    String script = Files.readString(which.folder().resolve("break.sh"));
    asRoot(List.of("sh", "-eu", "-c", script)).expectSuccess();
    Diagnosis.Found found;
    try (Daemon server = server(which)) {
      Command.Outcome login = logIn(which, server);
      assertNotEquals(0, login.status(), () -> "the login works: " + login);
      String says = which.says();
      assertTrue(
          login.errors().contains(says) || server.await(says, SOON),
          () -> which + " does not say so: " + login.errors() + "---\n" + server.log());
      found = diagnosis(which);
      if (which.remedy() == CatalogueCase.RemedyUse.READ) {
        return;
      }
      assertFalse(found.cures().isEmpty(), () -> which + " has no remedy: " + found);
      String commands = String.join("\n", found.cures().getFirst().commands());
      asRoot(List.of("sh", "-eu", "-c", commands)).expectSuccess();
    }
    try (Daemon server = server(which)) {
      Command.Outcome login = logIn(which, server);
      assertEquals(0, login.status(), () -> which + " is not mended: " + login + server.log());
      assertEquals(USER, login.text().strip());
    }
  }

  private static Diagnosis.Found diagnosis(CatalogueCase which) throws Exception {
    String args = which.settings().getProperty("args", "");
    Command.Outcome doctor = examine(args);
    assertEquals(1, doctor.status(), () -> which + ": " + doctor + doctor.text());
    Diagnosis.Found first = Diagnosis.parse(doctor.text()).findings().getFirst();
    assertEquals(which.expect(), first.code(), () -> which + ": " + doctor.text() + doctor);
    return first;
  }
}
