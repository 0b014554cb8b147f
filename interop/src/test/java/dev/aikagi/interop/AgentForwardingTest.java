package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that are handed on: OpenSSH's programs and ours at each place of the way. */
@Timeout(240)
class AgentForwardingTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private JumpPlace place;

  @BeforeEach
  void prepare() throws Exception {
    folder = folder.toRealPath();
    place = new JumpPlace(folder);
    place.needsOwnHome();
  }

  @AfterEach
  void stop() {
    place.close();
  }

  private Agent agent(Whose whose) throws Exception {
    return Agent.start(whose == Whose.OURS ? "ours" : "OpenSSH's", folder.resolve("agent"));
  }

  /** All servers by their names, no key but those of the agent, and no other agent. */
  private String config() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (String name : List.of("one", "two", "three")) {
      if (place.has(name)) {
        lines.append("Host ").append(name).append("\n  Port ").append(place.port(name));
        lines.append("\n  HostName 127.0.0.1\n");
      }
    }
    lines.append("Host *\n  IdentityFile none\n  UserKnownHostsFile ").append(place.knownHosts());
    lines.append("\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n");
    lines.append("  BatchMode yes\n");
    return Files.writeString(folder.resolve("agent_config"), lines).toString();
  }

  private Command ssh(Whose client, Agent agent, String... words) throws Exception {
    return agent.client(List.of(client.program("ssh"), "-F", config())).and(words);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  @ParameterizedTest
  @CsvSource({
    "OURS, OPENSSH, OPENSSH",
    "OURS, OPENSSH, OURS",
    "OURS, OURS, OPENSSH",
    "OURS, OURS, OURS",
    "OPENSSH, OURS, OPENSSH",
    "OPENSSH, OURS, OURS"
  })
  void theAgentAnswersAtTheFarEnd(Whose client, Whose server, Whose of) throws Exception {
    place.start("one", server);
    try (Agent agent = agent(of)) {
      agent.add("OpenSSH's", "-q", place.identity().toString()).run().expectSuccess();
      String here = agent.add("OpenSSH's", "-l").run().expectSuccess();
      for (Whose adder : Whose.values()) {
        String far = adder.program("ssh-add") + " -l";
        assertEquals(here, ssh(client, agent, "-A", "one", far).run().expectSuccess());
        assertEquals(
            here,
            ssh(client, agent, "-o", "ForwardAgent=" + agent.socket(), "one", far)
                .run()
                .expectSuccess());
      }
      String use = Whose.OPENSSH.program("ssh-add") + " -T " + Keys.publicPart(place.identity());
      ssh(client, agent, "-A", "one", use).run().expectSuccess();
      // One connection after another, and many at once.
      String much =
          "for i in 1 2 3 4 5 6 7 8; do " + Whose.OPENSSH.program("ssh-add") + " -l & done; wait";
      assertEquals(here.repeat(8), ssh(client, agent, "-A", "one", much).run().expectSuccess());
      String socket = ssh(client, agent, "-A", "one", "echo $SSH_AUTH_SOCK").run().expectSuccess();
      // OpenSSH's clears away after its client has gone.
      assertTrue(server == Whose.OPENSSH || Files.notExists(Path.of(socket.strip())), socket);
      // Without -A there is none.
      assertEquals("\n", ssh(client, agent, "one", "echo $SSH_AUTH_SOCK").run().expectSuccess());
      assertEquals(
          "\n", ssh(client, agent, "-A", "-a", "one", "echo $SSH_AUTH_SOCK").run().expectSuccess());
    }
  }

  /**
   * From here to "one" and from there to "two", and no further: whatever "two" makes of the
   * connection to the agent that it has, the key is for nobody behind it.
   */
  @ParameterizedTest
  @CsvSource({
    "OURS, OURS, OURS",
    "OPENSSH, OURS, OURS",
    "OURS, OPENSSH, OPENSSH",
    "OURS, OURS, OPENSSH",
    "OURS, OPENSSH, OURS",
    "OPENSSH, OURS, OPENSSH",
    "OPENSSH, OPENSSH, OURS"
  })
  @Tag("G2")
  void aKeyGoesAsFarAsItMay(Whose of, Whose client, Whose server) throws Exception {
    for (String name : List.of("one", "two", "three")) {
      place.start(name, server);
    }
    String one = "[127.0.0.1]:" + place.port("one");
    String two = "[127.0.0.1]:" + place.port("two");
    String three = "[127.0.0.1]:" + place.port("three");
    try (Agent agent = agent(of)) {
      String adder = of == Whose.OURS ? "OpenSSH's" : "ours";
      add(agent, adder, one, one + ">" + two);
      assertEquals("in\n", toTwo(client, agent).expectSuccess());
      Command.Outcome further = toThree(client, agent);
      assertEquals(255, further.status(), further::toString);
      assertTrue(further.errors().contains("Permission denied"), further::toString);
      assertFalse(further.errors().contains("Offering public key"), further::toString);
      // The same way with nothing in it.
      add(agent, adder, one, one + ">" + two, two + ">" + three);
      assertEquals("in\n", toThree(client, agent).expectSuccess());
      add(agent, adder);
      assertEquals("in\n", toThree(client, agent).expectSuccess());
      // From here, but not from there.
      add(agent, adder, one, two);
      assertEquals("in\n", ssh(client, agent, "two", "echo in").run().expectSuccess());
      assertEquals(255, toTwo(client, agent).status());
    }
  }

  private void add(Agent agent, String adder, String... destinations) throws Exception {
    agent.add("OpenSSH's", "-q", "-D").run().expectSuccess();
    Command command = agent.add(adder, "-q", "-H", place.knownHosts().toString());
    for (String destination : destinations) {
      command.and("-h", destination);
    }
    command.and(place.identity().toString()).run().expectSuccess();
  }

  private Command.Outcome toTwo(Whose client, Agent agent) throws Exception {
    return ssh(
            client, agent, "-A", "one", client.program("ssh") + " -F " + config() + " two echo in")
        .run();
  }

  private Command.Outcome toThree(Whose client, Agent agent) throws Exception {
    String program = client.program("ssh") + " -F " + config();
    String last = program + " -v three echo in";
    return ssh(client, agent, "-A", "one", program + " -A two " + quoted(last)).run();
  }

  @ParameterizedTest
  @EnumSource(Whose.class)
  void whereThereIsNoAgentNothingIsForwarded(Whose client) throws Exception {
    place.start("one", Whose.OPENSSH);
    Command.Outcome outcome =
        place.tool(client, "ssh", "-A", "one", "echo \"<$SSH_AUTH_SOCK>\"").run();
    assertEquals("<>\n", outcome.expectSuccess());
    assertEquals("", outcome.errors());
    Command named =
        place.tool(client, "ssh", "-o", "ForwardAgent=/nonexistent/s", "one", "echo in");
    assertEquals("in\n", named.run().expectSuccess());
    String line =
        "Cannot forward agent socket path \"/nonexistent/s\": No such file or directory\r\n";
    assertEquals(line, named.run().errors());
    Command.Outcome strict =
        place
            .tool(client, "ssh", "-o", "ExitOnForwardFailure=yes")
            .and("-o", "ForwardAgent=/nonexistent/s", "one", "echo in")
            .run();
    assertEquals(255, strict.status(), strict::toString);
    assertEquals(line, strict.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "'', AllowAgentForwarding no, AllowAgentForwarding no",
    "'', DisableForwarding yes, DisableForwarding yes",
    "no-agent-forwarding, AllowAgentForwarding yes, the options of the key",
    "restrict, AllowAgentForwarding yes, the options of the key",
    "'restrict,agent-forwarding', AllowAgentForwarding no, AllowAgentForwarding no"
  })
  @Tag("H3")
  void whoeverMayNotBringHisAgentHasNone(String keyOptions, String setting, String reason)
      throws Exception {
    for (Whose server : Whose.values()) {
      place.startWith(keyOptions, "one", server, setting);
      try (Agent agent = agent(Whose.OURS)) {
        agent.add("ours", "-q", place.identity().toString()).run().expectSuccess();
        for (Whose client : Whose.values()) {
          Command command = ssh(client, agent, "-A", "one", "echo \"<$SSH_AUTH_SOCK>\"");
          Command.Outcome outcome = command.run();
          assertEquals("<>\n", outcome.expectSuccess());
          assertEquals("", outcome.errors());
        }
      }
      Daemon daemon = place.server("one");
      if (server == Whose.OURS) {
        assertTrue(daemon.await("refused agent forwarding for ", SOON), daemon::log);
        assertTrue(daemon.logs(reason), daemon::log);
      }
      daemon.close();
    }
  }

  /** Of all that a key may have been denied, this was given back. */
  @ParameterizedTest
  @EnumSource(Whose.class)
  @Tag("H3")
  void whoeverMayDoNothingElseMayBringHisAgent(Whose server) throws Exception {
    place.startWith("restrict,agent-forwarding", "one", server);
    try (Agent agent = agent(Whose.OURS)) {
      agent.add("ours", "-q", place.identity().toString()).run().expectSuccess();
      String here = agent.add("OpenSSH's", "-l").run().expectSuccess();
      String far = Whose.OPENSSH.program("ssh-add") + " -l";
      for (Whose client : Whose.values()) {
        assertEquals(here, ssh(client, agent, "-A", "one", far).run().expectSuccess());
      }
    }
  }

  /** The extension permit-agent-forwarding of a user's certificate, there and missing. */
  @ParameterizedTest
  @CsvSource({"OURS, true", "OURS, false", "OPENSSH, true", "OPENSSH, false"})
  @Tag("H3")
  void aCertificateSaysWhetherItsUserMayBringHisAgent(Whose server, boolean permitted)
      throws Exception {
    Path authority = folder.resolve("authority");
    String keygen = Whose.OPENSSH.program("ssh-keygen");
    Command.of(keygen, "-q", "-t", "ed25519", "-N", "", "-f", authority.toString())
        .run()
        .expectSuccess();
    String user = System.getProperty("user.name");
    Command sign = Command.of(keygen, "-q", "-s", authority.toString(), "-I", "id", "-n", user);
    if (!permitted) {
      sign.and("-O", "no-agent-forwarding");
    }
    sign.and(Keys.publicPart(place.identity()).toString()).run().expectSuccess();
    place.startWith("#", "one", server, "TrustedUserCAKeys " + authority + ".pub");
    try (Agent agent = agent(Whose.OURS)) {
      agent.add("ours", "-q", place.identity().toString()).run().expectSuccess();
      String here = agent.add("OpenSSH's", "-l").run().expectSuccess();
      String far = "test -z \"$SSH_AUTH_SOCK\" || " + Whose.OPENSSH.program("ssh-add") + " -l";
      for (Whose client : Whose.values()) {
        Command.Outcome outcome = ssh(client, agent, "-A", "one", far).run();
        assertEquals(permitted ? here : "", outcome.expectSuccess());
        assertEquals("", outcome.errors());
      }
    }
    Daemon daemon = place.server("one");
    if (server == Whose.OURS && !permitted) {
      assertTrue(daemon.await("refused agent forwarding for ", SOON), daemon::log);
      assertTrue(daemon.logs("the options of the key"), daemon::log);
    }
  }

  @ParameterizedTest
  @EnumSource(Whose.class)
  void scpAndSftpTakeItAlongWhereAsked(Whose client) throws Exception {
    place.start("one", Whose.OURS);
    String asked = "Requesting authentication agent forwarding.";
    Path from = Files.writeString(folder.resolve("from"), "content");
    Path batch = Files.writeString(folder.resolve("batch"), "pwd\n");
    try (Agent agent = agent(Whose.OURS)) {
      agent.add("ours", "-q", place.identity().toString()).run().expectSuccess();
      for (String flag : List.of("-A", "-C")) {
        List<Command> commands = new ArrayList<>();
        commands.add(tool(client, agent, "sftp", flag).and("-b", batch.toString(), "one"));
        for (String protocol : List.of("-O", "-s")) {
          commands.add(
              tool(client, agent, "scp", flag)
                  .and(protocol, from.toString(), "one:" + folder.resolve("to" + protocol)));
        }
        for (Command command : commands) {
          Command.Outcome outcome = command.run();
          outcome.expectSuccess();
          assertEquals(flag.equals("-A"), outcome.errors().contains(asked), outcome::toString);
        }
      }
    }
  }

  private Command tool(Whose client, Agent agent, String tool, String flag) throws Exception {
    return agent
        .client(List.of(client.program(tool), "-v", flag, "-F", config()))
        .and("-S", client.program("ssh"));
  }

  /** As root, of somebody who is not: he reaches it, and it is his. */
  @Test
  @Tag("G4")
  void theSocketIsItsUsers() throws Exception {
    Accounts accounts = Accounts.make(folder);
    try {
      String user = accounts.user("a", "");
      place.start("one", Whose.OURS, "LogLevel DEBUG");
      Command.of("find", folder.toString(), "-type", "d", "-exec", "chmod", "go+rx", "{}", "+")
          .run()
          .expectSuccess();
      Command.of("find", folder.toString(), "-name", "authorized_keys*")
          .and("-exec", "chmod", "go+r", "{}", "+")
          .run()
          .expectSuccess();
      try (Agent agent = agent(Whose.OPENSSH)) {
        agent.add("OpenSSH's", "-q", place.identity().toString()).run().expectSuccess();
        String here = agent.add("OpenSSH's", "-l").run().expectSuccess();
        String far =
            Whose.OPENSSH.program("ssh-add")
                + " -l; stat -c '%U %a' $(dirname $SSH_AUTH_SOCK) $SSH_AUTH_SOCK";
        Command.Outcome outcome = ssh(Whose.OPENSSH, agent, "-A", "-l", user, "one", far).run();
        assertEquals(
            here + user + " 700\n" + user + " 600\n",
            outcome.text(),
            () -> outcome + place.server("one").log());
      }
    } finally {
      place.close();
      accounts.remove();
    }
  }
}
