package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aikagi.interop.keygen.SkProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in authenticators that an agent holds: both agents, ssh-adds and clients. */
@Timeout(240)
class AgentSecurityKeyTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path shared;
  private static String dummy = "";

  @TempDir Path folder;

  @BeforeAll
  static void peer() throws Exception {
    dummy = Path.of(SkProvider.dummy(shared)).toRealPath().toString();
  }

  @BeforeEach
  void place() throws Exception {
    folder = folder.toRealPath();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private Command keygen(String... words) {
    return Command.of("setsid", "-w", Peer.required("ssh-keygen")).and(words);
  }

  private Path key(String type, String name, String... more) throws Exception {
    keygen("-q", "-t", type, "-w", dummy, "-N", "", "-C", "me", "-f", file(name))
        .and(more)
        .run()
        .expectSuccess();
    return folder.resolve(name);
  }

  private Agent agent(String whose, String... more) throws Exception {
    return agent(whose, Map.of(), more);
  }

  private Agent agent(String whose, Map<String, String> environment, String... more)
      throws Exception {
    List<String> words = new ArrayList<>(List.of("-P", folder + "/*," + dummy));
    words.addAll(List.of(more));
    return Agent.start(
        whose,
        folder.resolve("agent-" + whose.charAt(0)),
        environment,
        words.toArray(new String[0]));
  }

  private static Command.Outcome add(Agent agent, String adder, String provider, Path key)
      throws Exception {
    return agent.add(adder, "-q", "-S", provider, key.toString()).run();
  }

  private Command test(Agent agent, Path key) {
    return agent.add("OpenSSH's", "-T", Keys.publicPart(key).toString());
  }

  private boolean signs(Agent agent, Path key) throws Exception {
    return test(agent, key).run().status() == 0;
  }

  /** Signed by way of the agent, and believed by OpenSSH. */
  private void signsFiles(Agent agent, Path key) throws Exception {
    Path message = Files.writeString(folder.resolve("message"), "message");
    Files.writeString(folder.resolve("allowed"), "me " + Files.readString(Keys.publicPart(key)));
    Files.deleteIfExists(folder.resolve("message.sig"));
    agent
        .client(keygen("-q", "-Y", "sign", "-n", "n").words())
        .and("-f", Keys.publicPart(key).toString(), message.toString())
        .run()
        .expectSuccess();
    keygen("-Y", "verify", "-n", "n", "-I", "me", "-f", file("allowed"), "-s", file("message.sig"))
        .input(message)
        .run()
        .expectSuccess();
  }

  @ParameterizedTest
  @CsvSource({"ours, ours", "ours, OpenSSH's", "OpenSSH's, ours"})
  void everyKindSigns(String agents, String adder) throws Exception {
    try (Agent agent = agent(agents)) {
      for (String type : List.of("ed25519-sk", "ecdsa-sk")) {
        Path key = key(type, type);
        Path plain = key(type, type + "-plain", "-O", "no-touch-required");
        for (Path each : List.of(key, plain)) {
          add(agent, adder, dummy, each).expectSuccess();
          assertTrue(signs(agent, each));
          Files.move(each, each.resolveSibling(each.getFileName() + ".away"));
          signsFiles(agent, each);
        }
      }
      assertEquals(4, agent.add(adder, "-l").run().expectSuccess().lines().count());
      agent.add(adder, "-d", file("ecdsa-sk.pub")).run().expectSuccess();
      assertFalse(signs(agent, folder.resolve("ecdsa-sk")));
    }
  }

  @ParameterizedTest
  @CsvSource({"ours, ours", "ours, OpenSSH's", "OpenSSH's, ours"})
  void soDoCertificates(String agents, String adder) throws Exception {
    keygen("-q", "-t", "ed25519", "-N", "", "-f", file("authority")).run().expectSuccess();
    try (Agent agent = agent(agents)) {
      for (String type : List.of("ed25519-sk", "ecdsa-sk")) {
        Path key = key(type, type);
        keygen("-q", "-s", file("authority"), "-I", "id", "-n", "me", key + ".pub")
            .run()
            .expectSuccess();
        add(agent, adder, dummy, key).expectSuccess();
        assertTrue(signs(agent, folder.resolve(type + "-cert")));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ours, ours, OpenSSH's",
    "ours, OpenSSH's, ours",
    "OpenSSH's, ours, OpenSSH's",
    "OpenSSH's, ours, ours"
  })
  void theyLogIn(String client, String agents, String server) throws Exception {
    Keys keys = Keys.make(folder);
    String program = server.equals("ours") ? Peer.ours("sshd") : Peer.required("sshd");
    String ssh = client.equals("ours") ? Peer.ours("ssh") : Peer.required("ssh");
    try (Daemon daemon = Sshd.start(program, keys, List.of());
        Agent agent = agent(agents)) {
      for (String type : List.of("ed25519-sk", "ecdsa-sk")) {
        Path key = key(type, type);
        Files.copy(Keys.publicPart(key), keys.authorizedKeys(), REPLACE);
        add(agent, client, dummy, key).expectSuccess();
        Command login = login(agent.client(List.of(ssh)), keys, daemon);
        assertEquals("in\n", login.and("127.0.0.1", "echo in").run().expectSuccess());
        agent.add("OpenSSH's", "-q", "-D").run().expectSuccess();
        // From the file, and into the agent.
        Command handed = login(agent.client(List.of(ssh)), keys, daemon);
        handed.and("-i", key.toString(), "-o", "SecurityKeyProvider=" + dummy);
        handed.and("-o", "AddKeysToAgent=yes", "127.0.0.1", "echo in");
        assertEquals("in\n", handed.run().expectSuccess());
        assertTrue(signs(agent, key), "with the provider that it was handed over with");
        agent.add("OpenSSH's", "-q", "-D").run().expectSuccess();
      }
    }
  }

  private static final java.nio.file.StandardCopyOption REPLACE =
      java.nio.file.StandardCopyOption.REPLACE_EXISTING;

  private Command login(Command command, Keys keys, Daemon daemon) throws Exception {
    return command
        .and("-F", "none", "-p", Integer.toString(daemon.port()), "-o", "IdentityFile=none")
        .and("-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes")
        .and("-o", "UserKnownHostsFile=" + keys.knownHosts(daemon.port()))
        .and("-o", "GlobalKnownHostsFile=/dev/null")
        .environment("HOME", folder.toString());
  }

  /** The same words and exit codes, whoever is asked. */
  @Test
  void bothAddTheKeysThatAnAuthenticatorKeeps() throws Exception {
    String resident = SkProvider.resident(folder, "0x000a0000");
    Path elsewhere = Files.createDirectory(shared.resolve("elsewhere"));
    Path other = Files.copy(Path.of(resident), elsewhere.resolve("other.so"));
    Path key = key("ed25519-sk", "key");
    Path right = Files.writeString(folder.resolve("right"), "1234\n");
    Path wrong = Files.writeString(folder.resolve("wrong"), "1235\n");
    List<List<String>> said = new ArrayList<>();
    for (String whose : List.of("OpenSSH's", "ours")) {
      List<String> all = new ArrayList<>();
      try (Agent agent = agent("OpenSSH's")) {
        for (String words :
            List.of(
                "-K -S " + resident,
                "-q -K -S " + resident,
                "-K -t 100 -c -S " + resident,
                "-d -K -S " + resident,
                "-K -S " + dummy,
                "-K -S " + other,
                "-l",
                "-t 1h -S " + dummy + " " + key,
                "-S " + other + " " + key,
                "-S " + folder + "/none.so " + key)) {
          for (Path pin : words.contains("-K") ? List.of(right, wrong) : List.of(right)) {
            Command.Outcome outcome = agent.add(whose, words.split(" ", -1)).input(pin).run();
            all.add(words + ": " + outcome.status() + outcome.text() + outcome.errors());
          }
        }
      }
      said.add(all);
    }
    assertEquals(String.join("\n", said.get(0)), String.join("\n", said.get(1)));
    assertTrue(said.get(1).getFirst().contains("Resident identity added: "), said::toString);
  }

  @Test
  void whatIsMissingIsSaidOnce() throws Exception {
    try (Stream<Path> all = Files.list(Path.of("/dev"))) {
      assumeTrue(all.noneMatch(d -> d.toString().startsWith("/dev/hidraw")), "one may be there");
    }
    Path pin = Files.writeString(folder.resolve("pin"), "1234\n");
    try (Agent agent = agent("ours")) {
      Command.Outcome outcome = agent.add("ours", "-K", "-S", "internal").input(pin).run();
      assertEquals(1, outcome.status());
      String missing = "no FIDO authenticator is plugged in";
      assumeTrue(outcome.errors().contains(missing), "needs libfido2");
      assertEquals(2, outcome.errors().split(missing, -1).length, outcome::errors);
    }
  }

  @Test
  void theProviderMayBeNamedByTheEnvironment() throws Exception {
    Path key = key("ed25519-sk", "key");
    try (Agent agent = agent("ours")) {
      agent.add("ours", key.toString()).environment("SSH_SK_PROVIDER", dummy).run().expectSuccess();
      assertTrue(signs(agent, key));
    }
  }

  @Test
  @Tag("G1")
  void librariesThatAreNotAllowedAreNotLoaded() throws Exception {
    Path key = key("ed25519-sk", "key");
    Path elsewhere = Files.createTempDirectory(shared, "away");
    Path evil = Files.copy(Path.of(dummy), elsewhere.resolve("evil.so"));
    Path link = Files.createSymbolicLink(folder.resolve("link.so"), evil);
    String around = folder + "/" + folder.relativize(evil);
    for (String agents : List.of("OpenSSH's", "ours")) {
      try (Agent agent = agent(agents)) {
        for (String name : List.of(evil.toString(), link.toString(), around, "/none.so")) {
          assertEquals(1, add(agent, "ours", name, key).status(), name);
        }
        add(agent, "ours", dummy, key).expectSuccess();
      }
      try (Agent agent = Agent.start(agents, folder.resolve("usual"))) {
        assertEquals(1, add(agent, "ours", dummy, key).status(), "the default is /usr/lib");
      }
    }
  }

  /** With an application of its own and with that which all have. */
  @ParameterizedTest
  @ValueSource(strings = {"ours", "OpenSSH's"})
  void keysSignLoginsAndFilesUntilTheAgentIsLocked(String agents) throws Exception {
    Path key = key("ed25519-sk", "key", "-O", "application=ssh:x");
    Path usual = key("ed25519-sk", "usual");
    assertTrue(Files.exists(Keys.publicPart(usual)));
    try (Agent agent = agent(agents)) {
      add(agent, "ours", dummy, key).expectSuccess();
      add(agent, "ours", dummy, usual).expectSuccess();
      assertTrue(signs(agent, key));
      signsFiles(agent, usual);
      agent
          .add("ours", "-x")
          .input(Files.writeString(folder.resolve("pass"), "p\np\n"))
          .run()
          .expectSuccess();
      assertFalse(signs(agent, key), "locked");
    }
  }

  /**
   * What is signed with a key of another application has to be a login or a signature of a file:
   * anything else may be a login to a website. ssh-add -T signs what is neither.
   */
  @ParameterizedTest
  @CsvSource({
    "websafe-allow=ssh:y*, false",
    "'websafe-allow=ssh:y*,ssh:x', true",
    "websafe-allow=ssh:y* -O no-restrict-websafe, true"
  })
  void theApplicationsAreThoseOfTheCommandLine(String options, boolean anything) throws Exception {
    Path key = key("ed25519-sk", "key", "-O", "application=ssh:x");
    try (Agent agent = agent("ours", ("-O " + options).split(" ", -1))) {
      add(agent, "ours", dummy, key).expectSuccess();
      assertEquals(anything, signs(agent, key));
      signsFiles(agent, key);
    }
  }

  private Path askpass(String pin) throws Exception {
    Path script = folder.resolve("askpass");
    Files.writeString(
        script,
        """
        #!/bin/sh
        # One line of each question, whole.
        printf '%%s|%%s\\n' "$SSH_ASKPASS_PROMPT" "$*" >> '%1$s'
        [ "$SSH_ASKPASS_PROMPT" = none ] && touch '%3$s' && exec sleep 600
        echo '%2$s'
        """
            .formatted(file("asked"), pin, TroubledProvider.noticed(folder)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private Map<String, String> display(String pin) throws Exception {
    return Map.of("DISPLAY", ":none", "SSH_ASKPASS", askpass(pin).toString());
  }

  /** The questions are those of OpenSSH's agent, which of the same name is ended as soon. */
  @Test
  void aPersonIsToldAndAskedAlike() throws Exception {
    List<String> asked = new ArrayList<>();
    String wants = TroubledProvider.WANTS_A_PIN.library(folder, dummy);
    Path key = key("ed25519-sk", "key");
    Path plain = key("ecdsa-sk", "plain", "-O", "no-touch-required");
    for (String agents : List.of("OpenSSH's", "ours")) {
      for (String pin : List.of("1234", "1235")) {
        try (Agent agent = agent(agents, display(pin))) {
          for (Path each : List.of(key, plain)) {
            add(agent, "ours", wants, each).expectSuccess();
            assertEquals(pin.equals("1234"), signs(agent, each), agents + pin + each);
          }
          await(() -> agent.children().isEmpty());
        }
      }
      asked.add(Files.readString(folder.resolve("asked")));
      Files.delete(folder.resolve("asked"));
    }
    assertEquals(asked.get(0), asked.get(1));
    assertTrue(asked.get(1).startsWith("none|Confirm user presence for key ED25519-SK SHA256:"));
    assertTrue(asked.get(1).contains("|Enter PIN and confirm user presence for ED25519-SK key "));
  }

  @Test
  void withoutADisplayNobodyIsAsked() throws Exception {
    String wants = TroubledProvider.WANTS_A_PIN.library(folder, dummy);
    Path key = key("ed25519-sk", "key");
    try (Agent agent = agent("ours", Map.of("SSH_ASKPASS", askpass("1234").toString()))) {
      add(agent, "ours", wants, key).expectSuccess();
      assertFalse(signs(agent, key));
      add(agent, "ours", dummy, key).expectSuccess();
      assertTrue(signs(agent, key));
    }
    assertFalse(Files.exists(folder.resolve("asked")));
  }

  @Test
  void eachUseIsConfirmedAndATimeEnds() throws Exception {
    Path key = key("ed25519-sk", "key");
    String provider = TroubledProvider.PRINTS.library(folder, dummy);
    for (String answer : List.of("yes", "no")) {
      try (Agent agent = agent("ours", display(answer))) {
        agent.add("ours", "-q", "-c", "-S", provider, key.toString()).run().expectSuccess();
        assertEquals(answer.equals("yes"), signs(agent, key));
        String asked = Files.readString(folder.resolve("asked"));
        assertTrue(asked.startsWith("confirm|Allow use of key me?"), asked);
        assertEquals(answer.equals("yes"), asked.contains("none|Confirm user presence"), asked);
        Files.delete(folder.resolve("asked"));
        agent.add("ours", "-q", "-t", "1", "-S", provider, key.toString()).run().expectSuccess();
        await(() -> status(agent.add("ours", "-l")) == 1);
        assertFalse(signs(agent, key));
      }
    }
  }

  private static int status(Command command) {
    try {
      return command.run().status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier what) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!what.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "it does not happen");
      Thread.onSpinWait();
    }
  }

  /** The code of others runs in another process, and only that one comes to harm. */
  @ParameterizedTest
  @EnumSource
  @Tag("G1")
  void theAgentLivesOn(TroubledProvider kind) throws Exception {
    Path key = key("ed25519-sk", "key");
    Path good = key("ed25519-sk", "good");
    try (Agent agent = agent("ours")) {
      add(agent, "ours", dummy, good).expectSuccess();
      add(agent, "ours", kind.library(folder, dummy), key).expectSuccess();
      if (kind == TroubledProvider.HANGS) {
        Process client = test(agent, key).start(folder.resolve("log"));
        await(() -> Files.exists(kind.asked(folder)));
        ProcessHandle helper = agent.children().getFirst();
        // Nobody else waits for it.
        assertEquals(2, agent.add("ours", "-l").run().expectSuccess().lines().count());
        agent.add("ours", "-q", "-d", Keys.publicPart(key).toString()).run().expectSuccess();
        client.descendants().forEach(ProcessHandle::destroyForcibly);
        client.destroyForcibly();
        helper.onExit().get(30, TimeUnit.SECONDS);
      } else {
        assertEquals(kind == TroubledProvider.PRINTS, signs(agent, key));
        assertTrue(Files.exists(kind.asked(folder)));
      }
      await(() -> agent.children().isEmpty());
      assertTrue(signs(agent, good));
    }
  }

  /** Whoever waits for a touch is told when the agent ends. */
  @Test
  void theHelperEndsWithTheAgent() throws Exception {
    Path key = key("ed25519-sk", "key");
    ProcessHandle helper;
    Process client;
    try (Agent agent = agent("ours")) {
      add(agent, "ours", TroubledProvider.HANGS.library(folder, dummy), key).expectSuccess();
      client = test(agent, key).start(folder.resolve("log"));
      await(() -> Files.exists(TroubledProvider.HANGS.asked(folder)));
      helper = agent.children().getFirst();
      agent.kill();
      helper.onExit().get(30, TimeUnit.SECONDS);
    }
    assertTrue(client.waitFor(30, TimeUnit.SECONDS));
    assertFalse(helper.isAlive());
  }
}
