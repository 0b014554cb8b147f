package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins with keys that an agent holds: both agents, both clients. */
class AgentLoginTest {
  @TempDir Path folder;
  private Keys keys;

  record Pair(String client, String agent) {
    @Override
    public String toString() {
      return client + " with " + agent;
    }

    String ssh() {
      return client.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
    }
  }

  private static Stream<Pair> pairs() {
    return Stream.of(
        new Pair("ours", "ours"), new Pair("ours", "OpenSSH's"), new Pair("OpenSSH's", "ours"));
  }

  @BeforeEach
  void keys() throws Exception {
    keys = Keys.make(folder);
  }

  private Path socket() {
    return folder.resolve("agent");
  }

  private Daemon server() throws Exception {
    return Sshd.start(Peer.required("sshd"), keys, List.of());
  }

  private Command ssh(Pair pair, Agent agent, Daemon server, String... more) throws Exception {
    return agent
        .client(List.of(pair.ssh(), "-F", "none", "-p", Integer.toString(server.port())))
        .and("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
        .and("-o", "UserKnownHostsFile=" + keys.knownHosts(server.port()))
        .and("-o", "GlobalKnownHostsFile=/dev/null")
        .environment("HOME", folder.toString())
        .and(more)
        .and("127.0.0.1", "echo in");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyTypeOfKeyLogsIn(Pair pair) throws Exception {
    try (Daemon server = server();
        Agent agent = Agent.start(pair.agent(), socket())) {
      for (String type : Keys.TYPES) {
        if (!type.equals("dsa")) {
          agent.add("OpenSSH's", "-q", "-D").run().expectSuccess();
          agent.add("ours", "-q", keys.identity(type).toString()).run().expectSuccess();
          Command command = ssh(pair, agent, server, "-o", "IdentityFile=none");
          assertEquals("in\n", command.run().expectSuccess(), type);
        }
      }
    }
  }

  private String name(Daemon server) {
    return "[127.0.0.1]:" + server.port();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aKeyThatIsRestrictedLogsInWhereItMay(Pair pair) throws Exception {
    try (Daemon server = server();
        Agent agent = Agent.start(pair.agent(), socket())) {
      String known = keys.knownHosts(server.port()).toString();
      String identity = keys.identity("ed25519").toString();
      Files.writeString(
          folder.resolve("elsewhere"),
          "elsewhere " + Files.readString(Keys.publicPart(keys.identity("rsa"))));
      for (String adder : List.of("ours", "OpenSSH's")) {
        agent.add(adder, "-q", "-H", known, "-h", name(server), identity).run().expectSuccess();
        Command allowed = ssh(pair, agent, server, "-o", "IdentityFile=none");
        assertEquals("in\n", allowed.run().expectSuccess(), adder);
        String other = folder.resolve("elsewhere").toString();
        agent.add(adder, "-q", "-H", other, "-h", "elsewhere", identity).run().expectSuccess();
        Command.Outcome refused = ssh(pair, agent, server, "-v", "-o", "IdentityFile=none").run();
        assertEquals(255, refused.status(), refused::toString);
        assertTrue(refused.errors().contains("Permission denied"), refused::toString);
        assertTrue(
            refused.errors().contains("bound agent to hostkey"), "the agent was told: " + refused);
        assertTrue(!refused.errors().contains("Offering public key"), refused::toString);
        // The key of the file is not restricted, and is tried from there.
        Command fromFile = ssh(pair, agent, server, "-i", identity);
        assertEquals("in\n", fromFile.run().expectSuccess(), adder);
      }
    }
  }

  /** OpenSSH's client and servers, so that somebody else says what the way was. */
  @Test
  void theWholeWayOfAForwardedAgentIsAllowedOrNot() throws Exception {
    try (Daemon one = server();
        Daemon two = otherServer();
        Agent agent = Agent.start("ours", socket())) {
      String known = folder.resolve("both").toString();
      Files.writeString(
          Path.of(known),
          Files.readString(keys.knownHosts(one.port()))
              + name(two)
              + " "
              + Files.readString(Keys.publicPart(folder.resolve("second_host"))));
      String identity = keys.identity("ed25519").toString();
      String there = name(one);
      String further = name(one) + ">" + name(two);
      assertTrue(add(agent, known, identity, there, further));
      assertEquals("in\n", throughBoth(agent, one, two, known).expectSuccess());
      assertTrue(add(agent, known, identity, there, further.replace(">", ">root@")));
      assertEquals("in\n", throughBoth(agent, one, two, known).expectSuccess());
      assertTrue(add(agent, known, identity, there, further.replace(">", ">hoge@")));
      assertEquals(255, throughBoth(agent, one, two, known).status());
      assertTrue(add(agent, known, identity, there));
      assertEquals(255, throughBoth(agent, one, two, known).status());
      assertTrue(add(agent, known, identity, there, name(two)));
      assertEquals(255, throughBoth(agent, one, two, known).status());
      assertTrue(add(agent, known, identity));
      assertEquals("in\n", throughBoth(agent, one, two, known).expectSuccess());
    }
  }

  private boolean add(Agent agent, String known, String identity, String... destinations)
      throws Exception {
    Command command = agent.add("ours", "-q", "-H", known);
    for (String destination : destinations) {
      command.and("-h", destination);
    }
    return command.and(identity).run().status() == 0;
  }

  private Daemon otherServer() throws Exception {
    Path key = folder.resolve("second_host");
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
        .run()
        .expectSuccess();
    return Daemon.start(
        "Server listening on",
        port -> {
          String config =
              """
              Port %d
              ListenAddress 127.0.0.1
              HostKey %s
              AuthorizedKeysFile %s
              StrictModes no
              PidFile none
              UsePAM no
              SetEnv %s
              """
                  .formatted(port, key, keys.authorizedKeys(), Sshd.NO_HOME);
          Path file = Files.writeString(folder.resolve("second_config"), config);
          return List.of(Peer.required("sshd"), "-D", "-e", "-f", file.toString());
        });
  }

  private Command.Outcome throughBoth(Agent agent, Daemon one, Daemon two, String known)
      throws Exception {
    List<String> options =
        List.of(
            "-F",
            "none",
            "-o",
            "BatchMode=yes",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "UserKnownHostsFile=" + known,
            "-o",
            "GlobalKnownHostsFile=/dev/null",
            "-o",
            "IdentityFile=none");
    String ssh = Peer.required("ssh");
    List<String> first = new ArrayList<>(List.of(ssh, "-A", "-p", Integer.toString(one.port())));
    first.addAll(options);
    String second = ssh + " -p " + two.port() + " " + String.join(" ", options);
    return agent.client(first).and("127.0.0.1", second + " 127.0.0.1 echo in").run();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void keysThatAreUsedAreAdded(Pair pair) throws Exception {
    String identity = keys.identity("ed25519").toString();
    try (Daemon server = server();
        Agent agent = Agent.start(pair.agent(), socket())) {
      for (String value : List.of("no", "yes", "1h", "confirm", "confirm 1h")) {
        agent.add("OpenSSH's", "-q", "-D").run().expectSuccess();
        Command command = ssh(pair, agent, server, "-o", "AddKeysToAgent=" + value, "-i", identity);
        assertEquals("in\n", command.run().expectSuccess(), value);
        Command.Outcome listed = agent.add("OpenSSH's", "-l").run();
        boolean added = !value.equals("no");
        assertEquals(added ? 0 : 1, listed.status(), value);
        if (added) {
          assertTrue(listed.text().contains(" ed25519 (ED25519)"), listed::toString);
          // Nobody can confirm anything here.
          int used = agent.add("OpenSSH's", "-T", identity).run().status();
          assertEquals(value.startsWith("confirm") ? 1 : 0, used, value);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whetherAKeyIsAddedIsAsked(Pair pair) throws Exception {
    String identity = keys.identity("ed25519").toString();
    Path asked = folder.resolve("asked");
    Path askpass = script("askpass", "printf '%s|%s' \"$1\" \"$SSH_ASKPASS_PROMPT\" > " + asked);
    Path denying = script("denying", "exit 1");
    Path saying = script("saying", "echo no");
    try (Daemon server = server();
        Agent agent = Agent.start(pair.agent(), socket())) {
      for (Path program : List.of(denying, saying, askpass)) {
        Command command = ssh(pair, agent, server, "-o", "AddKeysToAgent=ask", "-i", identity);
        command
            .environment("SSH_ASKPASS", program.toString())
            .environment("SSH_ASKPASS_REQUIRE", "force");
        assertEquals("in\n", command.run().expectSuccess());
        int listed = agent.add("OpenSSH's", "-l").run().status();
        assertEquals(program.equals(askpass) ? 0 : 1, listed, program.toString());
      }
      assertEquals("Add key " + identity + " (ed25519) to agent?|confirm", Files.readString(asked));
    }
  }

  private Path script(String name, String body) throws Exception {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  /** What a person is asked when a key is used is the same with both agents. */
  @Test
  void usesAreConfirmedInTheSameWords() throws Exception {
    String identity = keys.identity("ed25519").toString();
    Path asked = folder.resolve("asked");
    Path askpass = script("askpass", "printf '%s|%s' \"$1\" \"$SSH_ASKPASS_PROMPT\" > " + asked);
    List<String> questions = new ArrayList<>();
    try (Daemon server = server()) {
      for (String whose : List.of("ours", "OpenSSH's")) {
        Map<String, String> environment =
            Map.of("SSH_ASKPASS", askpass.toString(), "SSH_ASKPASS_REQUIRE", "force");
        try (Agent agent =
            Agent.start(whose, folder.resolve("agent-" + questions.size()), environment)) {
          agent.add("ours", "-q", "-c", identity).run().expectSuccess();
          agent.add("ours", "-T", identity).run().expectSuccess();
          questions.add(Files.readString(asked));
          String known = keys.knownHosts(server.port()).toString();
          agent.add("ours", "-q", "-c", "-H", known, "-h", name(server), identity).run();
          Pair theirs = new Pair("OpenSSH's", whose);
          ssh(theirs, agent, server, "-o", "IdentityFile=none").run().expectSuccess();
          questions.add(Files.readString(asked));
        }
      }
    }
    assertEquals(questions.subList(2, 4), questions.subList(0, 2));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anAgentThatIsLockedLendsNothing(Pair pair) throws Exception {
    Path word = Files.writeString(folder.resolve("word"), "word\nword\n");
    try (Daemon server = server();
        Agent agent = Agent.start(pair.agent(), socket())) {
      agent.add("ours", "-q", keys.identity("ed25519").toString()).run().expectSuccess();
      agent.add(pair.client(), "-x").input(word).run().expectSuccess();
      assertEquals(255, ssh(pair, agent, server, "-o", "IdentityFile=none").run().status());
      agent.add("OpenSSH's", "-X").input(word).run().expectSuccess();
      Command command = ssh(pair, agent, server, "-o", "IdentityFile=none");
      assertEquals("in\n", command.run().expectSuccess());
    }
  }
}
