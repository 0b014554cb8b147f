package dev.aikagi.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways through jump hosts: OpenSSH's programs and ours at each place of them. */
@Timeout(180)
class JumpTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private JumpPlace place;

  @BeforeEach
  void prepare() throws Exception {
    folder = folder.toRealPath();
    place = new JumpPlace(folder);
  }

  @AfterEach
  void stop() {
    place.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OURS, OPENSSH, OPENSSH",
    "OURS, OURS, OPENSSH",
    "OURS, OPENSSH, OURS",
    "OURS, OURS, OURS",
    "OPENSSH, OURS, OPENSSH",
    "OPENSSH, OURS, OURS"
  })
  void runsACommandAndCarriesData(Whose client, Whose gate, Whose far) throws Exception {
    place.start("gate", gate);
    place.start("far", far);
    new Exchange(folder)
        .runAndEcho(r -> place.tool(client, "ssh", "-q", "-J", "gate", "far", r), 8);
  }

  @ParameterizedTest
  @EnumSource(Whose.class)
  void goesThroughTwoHosts(Whose client) throws Exception {
    place.start("first", Whose.OPENSSH);
    place.start("second", Whose.OURS);
    place.start("far", Whose.OPENSSH);
    new Exchange(folder)
        .runAndEcho(r -> place.tool(client, "ssh", "-q", "-J", "first,second", "far", r), 2);
    assertTrue(place.server("first").logs("Accepted publickey"));
    assertTrue(place.server("second").logs("Accepted publickey"));
  }

  @Test
  void theConfigurationKnowsTheWay() throws Exception {
    place.start("first", Whose.OPENSSH);
    place.start("second", Whose.OURS);
    place.start("far", Whose.OPENSSH);
    Path config =
        place.config(
            place.knownHosts(),
            "Host far",
            "  ProxyJump second:" + place.port("second"),
            "Host second",
            "  ProxyJump ssh://first:" + place.port("first"));
    String text =
        Command.of(Peer.ours("ssh"), "-F", config.toString(), "far", "echo in")
            .run()
            .expectSuccess();
    assertEquals("in\n", text);
    assertTrue(place.server("first").logs("Accepted publickey"));
  }

  @Test
  void sftpAndScpGoTheWay() throws Exception {
    place.start("gate", Whose.OURS);
    place.start("far", Whose.OPENSSH);
    Path from = Files.write(folder.resolve("from"), new byte[3 << 20]);
    place
        .tool(Whose.OURS, "scp", "-q", "-J", "gate", from.toString(), "far:" + folder + "/by-scp")
        .run()
        .expectSuccess();
    assertEquals(-1, Files.mismatch(from, folder.resolve("by-scp")));
    place
        .tool(Whose.OURS, "scp", "-q", "-O", "-J", "gate", "far:" + from, folder + "/by-old-scp")
        .run()
        .expectSuccess();
    assertEquals(-1, Files.mismatch(from, folder.resolve("by-old-scp")));
    Path batch = Files.writeString(folder.resolve("batch"), "get " + from + " by-sftp\n");
    Command.of("/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", folder.toString())
        .and(Peer.ours("sftp"), "-F", place.config(place.knownHosts()).toString())
        .and("-J", "gate", "-b", batch.toString(), "far")
        .run()
        .expectSuccess();
    assertEquals(-1, Files.mismatch(from, folder.resolve("by-sftp")));
  }

  /** Standard input and output are the connection; OpenSSH's ssh can go that way too. */
  @Test
  void stdioForwardingIsAProxyCommandForOthers() throws Exception {
    place.start("gate", Whose.OPENSSH);
    place.start("far", Whose.OURS);
    Path known = place.knownHosts();
    String ours = Peer.ours("ssh") + " -q -F " + place.config(known) + " -W %h:%p gate";
    Path config = place.config(known, "Host far", "  ProxyCommand " + ours);
    new Exchange(folder)
        .runAndEcho(
            r -> Command.of(Peer.required("ssh"), "-q", "-F", config.toString(), "far", r), 4);
  }

  @ParameterizedTest
  @EnumSource(Whose.class)
  void stdioForwardingEndsWithItsTarget(Whose client) throws Exception {
    place.start("gate", Whose.OURS);
    place.start("far", Whose.OPENSSH);
    String target = "127.0.0.1:" + place.port("far");
    // The end of the input goes on to the far side, which then ends the connection.
    Path input = Files.writeString(folder.resolve("input"), "no ssh\r\n");
    Command.Outcome outcome = place.tool(client, "ssh", "-W", target, "gate").input(input).run();
    assertEquals(0, outcome.status(), outcome::toString);
    assertTrue(outcome.text().startsWith("SSH-2.0-OpenSSH"), outcome::text);
    assertTrue(outcome.text().contains("Invalid SSH identification string."), outcome::text);
  }

  @ParameterizedTest
  @EnumSource(Whose.class)
  void anExitStatusAndTheLinesOfFailuresAreOpenSshs(Whose gate) throws Exception {
    place.start("gate", gate);
    List<String> refused =
        List.of(
            "channel 0: open failed: connect failed: Connection refused",
            "stdio forwarding failed");
    String nobody = Integer.toString(SshdAccessTest.free());
    assertEquals(
        refused, lines(place.tool(Whose.OURS, "ssh", "-W", "127.0.0.1:" + nobody, "gate").run()));
    assertEquals(
        refused,
        lines(place.tool(Whose.OPENSSH, "ssh", "-W", "127.0.0.1:" + nobody, "gate").run()));
    List<String> far =
        lines(place.tool(Whose.OURS, "ssh", "-J", "gate", "-p", nobody, "127.0.0.1", "true").run());
    assertEquals(refused, far.subList(0, 2));
    assertEquals(
        "Connection to 127.0.0.1 port " + nobody + " failed at the jump host gate", far.get(2));
    List<String> unknown =
        List.of(
            "channel 0: open failed: connect failed: Name or service not known",
            "stdio forwarding failed");
    for (Whose client : Whose.values()) {
      List<String> said =
          lines(place.tool(client, "ssh", "-J", "gate", "no-such.invalid", "true").run());
      assertEquals(unknown, said.subList(0, 2));
    }
  }

  private static List<String> lines(Command.Outcome outcome) {
    assertEquals(255, outcome.status(), outcome::toString);
    return outcome.errors().lines().map(String::stripTrailing).toList();
  }

  @ParameterizedTest
  @Tag("H3")
  @CsvSource(
      delimiter = '|',
      value = {
        "AllowTcpForwarding no |  | refused local port forward: originator 127.0.0.1 port 65535",
        "AllowTcpForwarding remote |  | refused local port forward",
        "DisableForwarding yes |  | refused local port forward",
        "PermitOpen 127.0.0.1:1 |  | but the request was denied.",
        "PermitOpen none |  | but the request was denied.",
        " | no-port-forwarding | refused local port forward",
        " | restrict | refused local port forward",
        " | command=\"/bin/false\",no-port-forwarding | refused local port forward",
        " | permitopen=\"127.0.0.1:1\" | but the request was denied."
      })
  void aServerThatForwardsNothingSaysSo(String setting, String keyOptions, String logged)
      throws Exception {
    place.start("far", Whose.OPENSSH);
    for (Whose whose : Whose.values()) {
      String name = "gate-" + whose.name().toLowerCase(java.util.Locale.ROOT);
      String[] settings = setting == null ? new String[0] : new String[] {setting};
      Daemon gate = place.startWith(keyOptions == null ? "" : keyOptions, name, whose, settings);
      for (Whose client : Whose.values()) {
        List<String> said = lines(place.tool(client, "ssh", "-J", name, "far", "true").run());
        assertEquals(
            List.of(
                "channel 0: open failed: administratively prohibited: open failed",
                "stdio forwarding failed"),
            said.subList(0, 2));
      }
      assertTrue(gate.await(logged, 2, SOON), gate::log);
      assertFalse(place.server("far").log().contains("Connection from"), "it was connected to");
    }
  }

  @ParameterizedTest
  @Tag("H3")
  @CsvSource(
      delimiter = '|',
      value = {
        "AllowTcpForwarding local | ",
        "PermitOpen 127.0.0.1:* | permitopen=\"*:1\",permitopen=\"127.0.0.1:*\"",
        "PermitOpen any | restrict,port-forwarding",
        "ForceCommand /bin/false | ",
        "AllowTcpForwarding yes | command=\"/bin/false\""
      })
  void whatIsPermittedIsForwarded(String setting, String keyOptions) throws Exception {
    place.start("far", Whose.OPENSSH);
    for (Whose whose : Whose.values()) {
      String gate = "gate-" + whose.name().toLowerCase(java.util.Locale.ROOT);
      place.startWith(keyOptions == null ? "" : keyOptions, gate, whose, setting);
      String text =
          place
              .tool(Whose.OPENSSH, "ssh", "-q", "-J", gate, "far", "echo in")
              .run()
              .expectSuccess();
      assertEquals("in\n", text);
    }
  }

  /** A certificate grants nothing that it does not name. */
  @ParameterizedTest
  @Tag("H3")
  @EnumSource(Whose.class)
  void aCertificateHasToPermitIt(Whose whose) throws Exception {
    Daemon gate = place.startWith("cert-authority", "gate", whose);
    place.start("far", Whose.OPENSSH);
    certify("no-port-forwarding");
    List<String> said = lines(place.tool(Whose.OPENSSH, "ssh", "-J", "gate", "far", "true").run());
    assertEquals(
        "channel 0: open failed: administratively prohibited: open failed", said.getFirst());
    assertTrue(gate.await("refused local port forward", SOON), gate::log);
    certify("clear", "permit-port-forwarding");
    assertEquals(
        "in\n",
        place
            .tool(Whose.OPENSSH, "ssh", "-q", "-J", "gate", "far", "echo in")
            .run()
            .expectSuccess());
  }

  /** The identity of the place is its own authority. */
  private void certify(String... options) throws Exception {
    String key = place.identity().toString();
    Command sign = Command.of(Peer.required("ssh-keygen"), "-q", "-s", key, "-I", "id", "-n");
    sign.and(System.getProperty("user.name"));
    for (String option : options) {
      sign.and("-O", option);
    }
    sign.and(key + ".pub").run().expectSuccess();
  }

  @Test
  @Tag("D1")
  void aWrongHostKeyAtTheFirstHostEndsIt() throws Exception {
    place.start("gate", Whose.OPENSSH);
    place.start("far", Whose.OPENSSH);
    Path known =
        Files.writeString(
            folder.resolve("wrong"),
            place.knownHost("far", place.port("gate")) + place.knownHost("far", place.port("far")));
    Command.Outcome outcome = through(known);
    assertEquals(255, outcome.status(), outcome::toString);
    assertTrue(
        outcome.errors().contains("REMOTE HOST IDENTIFICATION HAS CHANGED"), outcome::errors);
    assertTrue(outcome.errors().contains("[127.0.0.1]:" + place.port("gate")), outcome::toString);
    assertTrue(outcome.errors().contains("failed at the jump host gate"), outcome::toString);
    assertFalse(place.server("gate").log().contains("Accepted"), "a key was shown");
    assertFalse(place.server("far").log().contains("Connection from"), "it went on");
  }

  @Test
  @Tag("D1")
  void aWrongHostKeyAtTheSecondHostEndsIt() throws Exception {
    place.start("gate", Whose.OPENSSH);
    place.start("far", Whose.OPENSSH);
    // The jump host's own key is no better: it could answer in the other's place.
    Path known =
        Files.writeString(
            folder.resolve("wrong"),
            place.knownHost("gate", place.port("gate"))
                + place.knownHost("gate", place.port("far")));
    Command.Outcome outcome = through(known);
    assertEquals(255, outcome.status(), outcome::toString);
    assertTrue(
        outcome.errors().contains("Host key for [127.0.0.1]:" + place.port("far")),
        outcome::toString);
    assertTrue(outcome.errors().contains("Host key verification failed."), outcome::toString);
    assertFalse(outcome.errors().contains("jump host"), outcome::errors);
    assertFalse(place.server("far").log().contains("Accepted"), "a key was shown");
  }

  private Command.Outcome through(Path known) throws Exception {
    String config = place.config(known).toString();
    return Command.of(Peer.ours("ssh"), "-F", config, "-J", "gate", "far", "echo in").run();
  }

  @ParameterizedTest
  @EnumSource(Whose.class)
  void whoAsksSaysForWhichHost(Whose client) throws Exception {
    place.start("gate", Whose.OPENSSH);
    place.start("far", Whose.OPENSSH);
    Path asked = folder.resolve("asked");
    Path program = folder.resolve("askpass");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$1\" >> '" + asked + "'\necho yes\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Path config =
        place.config(folder.resolve("known_nobody"), "StrictHostKeyChecking ask", "BatchMode no");
    Command.of(client.program("ssh"), "-F", config.toString(), "-J", "gate", "far", "true")
        .environment("SSH_ASKPASS", program.toString())
        .environment("SSH_ASKPASS_REQUIRE", "force")
        .run()
        .expectSuccess();
    List<String> questions =
        Files.readAllLines(asked).stream().filter(l -> l.startsWith("The authenticity")).toList();
    String words = "The authenticity of host '[127.0.0.1]:%d (%s)' can't be established.";
    assertEquals(
        List.of(
            words.formatted(place.port("gate"), "[127.0.0.1]:" + place.port("gate")),
            words.formatted(place.port("far"), "<no hostip for proxy command>")),
        questions);
  }

  @Test
  void theEndOfTheJumpHostIsTheEnd() throws Exception {
    Daemon gate = place.start("gate", Whose.OURS);
    place.start("far", Whose.OPENSSH);
    Process ssh = running();
    try (BufferedReader said = ssh.inputReader(UTF_8)) {
      assertEquals("in", said.readLine());
      gate.process().destroyForcibly();
      assertTrue(ssh.waitFor(20, TimeUnit.SECONDS), "it goes on");
      assertEquals(255, ssh.exitValue());
      List<String> lines = said.lines().map(String::stripTrailing).toList();
      assertTrue(lines.contains("Connection to 127.0.0.1 closed by remote host."), lines::toString);
    } finally {
      ssh.destroyForcibly();
    }
  }

  @Test
  void theEndOfTheClientEndsBothConnections() throws Exception {
    Daemon gate = place.start("gate", Whose.OURS);
    Daemon far = place.start("far", Whose.OPENSSH);
    Process ssh = running();
    try (BufferedReader said = ssh.inputReader(UTF_8)) {
      assertEquals("in", said.readLine());
      ssh.destroy();
      assertTrue(ssh.waitFor(20, TimeUnit.SECONDS), "it goes on");
      assertTrue(far.await("Received disconnect", SOON), far::log);
      // Of the jump host it may take leave or not: OpenSSH's is ended by a signal.
      assertTrue(
          gate.await(" user " + System.getProperty("user.name") + " 127.0.0.1", SOON), gate::log);
    } finally {
      ssh.destroyForcibly();
    }
  }

  /** A program at the far end that says "in" and goes on; both outputs are one. */
  private Process running() throws Exception {
    Command tool = place.tool(Whose.OURS, "ssh", "-J", "gate", "far", "echo in; exec sleep 100");
    return new ProcessBuilder(tool.words()).redirectErrorStream(true).start();
  }

  @Test
  void connectTimeoutIsForAllOfTheWay() throws Exception {
    place.start("gate", Whose.OPENSSH);
    try (Stranger silent = Stranger.start("silent")) {
      String port = Integer.toString(silent.port());
      for (List<String> way :
          List.of(
              List.of("-J", "gate", "-p", port, "127.0.0.1"),
              List.of("-J", "127.0.0.1:" + port, "gate"))) {
        Command.Outcome outcome =
            place
                .tool(Whose.OURS, "ssh", "-o", "ConnectTimeout=2")
                .and(way.toArray(String[]::new))
                .and("true")
                .within(SOON)
                .run();
        assertEquals(255, outcome.status(), outcome::toString);
        assertTrue(
            outcome.errors().contains("Connection timed out during banner exchange"),
            outcome::toString);
      }
    }
  }

  @Test
  void theDoctorShowsTheWay() throws Exception {
    place.start("gate", Whose.OURS);
    place.start("far", Whose.OPENSSH);
    String report = place.tool(Whose.OURS, "ssh-doctor", "-J", "gate", "far").run().expectSuccess();
    List<String> lines = report.lines().toList();
    int jump = lines.indexOf("  ok   By way of the jump host gate");
    int through = lines.indexOf("  ok   gate connects to 127.0.0.1 port " + place.port("far"));
    assertTrue(0 < jump && jump < through, report);
    List<String> beneath = lines.subList(jump + 1, through);
    assertTrue(beneath.stream().allMatch(l -> l.startsWith("    ")), report);
    assertTrue(beneath.contains("    ok   Logged in by publickey"), report);
    assertTrue(
        lines.subList(through, lines.size()).contains("  ok   Logged in by publickey"), report);
  }
}
