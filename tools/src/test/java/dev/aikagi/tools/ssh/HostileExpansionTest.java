package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.ConfigException;
import dev.aikagi.tools.Fatal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile names from every source into every command of the configuration. What would be run is
 * collected, and then one real shell runs it all: the canary must not appear.
 */
class HostileExpansionTest {
  /** The same words for each sink: unquoted, in single and in double quotes. */
  private static final String WORDS = ": %h %n %r %k '%h' '%r' \"%n\" \"%r\"";

  private static final String SINKS =
      """
      Match exec ": exec %h %n %r '%h' '%r' %j"
        ProxyCommand ECHO
        PermitLocalCommand yes
        LocalCommand ECHO
        RemoteCommand ECHO
        KnownHostsCommand /bin/echo %h %n %r %k %H
      """
          .replace("ECHO", WORDS);

  /** The words of a command line that bring a name in, by how it comes. */
  private enum Source {
    USER_AT_HOST(name -> List.of("--", name + "@host")),
    HOST(name -> List.of("--", name)),
    LOGIN_NAME(name -> List.of("-l", name, "host")),
    LOGIN_NAME_ATTACHED(name -> List.of("-l" + name, "host")),
    USER_OPTION(name -> List.of("-oUser=" + name, "host")),
    HOSTNAME_OPTION(name -> List.of("-oHostname=" + name, "host")),
    ALIAS_OPTION(name -> List.of("-oHostKeyAlias=" + name, "host")),
    URI_USER(name -> List.of("ssh://" + HostileCorpus.percentEncoded(name) + "@host")),
    URI_USER_RAW(name -> List.of("ssh://" + name + "@host")),
    URI_HOST(name -> List.of("ssh://user@" + name)),
    URI_HOST_ENCODED(name -> List.of("ssh://user@" + HostileCorpus.percentEncoded(name))),
    JUMP(name -> List.of("-J", name, "host")),
    JUMP_USER(name -> List.of("-J", name + "@jump", "host")),
    JUMP_BEFORE(name -> List.of("-Ja," + name + ",b", "host")),
    JUMP_OPTION(name -> List.of("-oProxyJump=" + name, "host")),
    JUMP_URI(name -> List.of("-J", "ssh://" + HostileCorpus.percentEncoded(name) + "@b", "host")),
    /** ProxyJump %r@%n.jump in the file makes what was typed part of another host's name. */
    FILE_JUMP(name -> List.of("-l", "jumper-" + name, "--", "by-" + name)),
    /** Hostname %h.example in the file makes the typed host part of the real one. */
    FILE_HOSTNAME(name -> List.of("--", "alias-" + name));

    @SuppressWarnings("ImmutableEnumChecker") // The functions above keep nothing.
    private final Function<String, List<String>> words;

    Source(Function<String, List<String>> words) {
      this.words = words;
    }
  }

  @TempDir Path folder;
  private final Set<String> commands = new LinkedHashSet<>();
  private int accepted;
  private int jumps;
  private int tried;

  private Path configFile(String text) throws Exception {
    return Files.writeString(folder.resolve("config"), text);
  }

  @Test
  @Tag("E1")
  @Tag("E2")
  void noNameFromAnySourceIsMoreThanAWord() throws Exception {
    Path canary = folder.resolve("canary");
    Path config =
        configFile(
            "Host alias-*\n  Hostname %h.example\nHost by-*\n  ProxyJump a,%r@%n.jump\n" + SINKS);
    for (String name : HostileCorpus.names(canary.toString())) {
      for (Source source : Source.values()) {
        offer(source.words.apply(name), config);
      }
    }
    // Ordinary names, so that a corpus that is refused as a whole would not pass unnoticed.
    int before = accepted;
    offer(List.of("user@host.example"), config);
    assertEquals(before + 1, accepted);
    before = jumps;
    offer(List.of("-J", "a,b,u@c:1", "host.example"), config);
    assertEquals(before + 3, jumps);
    assertTrue(
        commands.contains(
            ": host.example host.example user host.example"
                + " 'host.example' 'user' \"host.example\" \"user\""),
        commands.toString());
    assertTrue(tried > 2000, "only " + tried);
    assertTrue(commands.size() > 50, "only " + commands);
    shell();
    assertFalse(Files.exists(canary));
  }

  /** Reads the configuration as ssh does, and collects what each command would be. */
  private void offer(List<String> words, Path file) {
    List<String> all = new ArrayList<>(List.of("-F", file.toString()));
    all.addAll(words);
    tried++;
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    Log log = new Log(nowhere);
    try {
      CommandLine line = CommandLine.parse(all, nowhere);
      ClientConfig config =
          Configuration.read(line, new ScriptedMachine(folder, commands::add), log);
      accepted++;
      collect(config);
      jump(line, config, log);
    } catch (Fatal | ConfigException e) {
      // Refused before anything was expanded, which is the usual and right answer.
      assertTrue(e.getMessage() != null);
    }
  }

  /** A jump host's own commands are made of its name. */
  private void jump(CommandLine line, ClientConfig config, Log log) throws Fatal, ConfigException {
    Optional<JumpHost> jump = JumpHost.of(line, config);
    if (jump.isPresent()) {
      jumps++;
      CommandLine hopLine = line.toJumpHost(jump.get(), config);
      ClientConfig hop =
          Configuration.read(hopLine, new ScriptedMachine(folder, commands::add), log);
      collect(hop);
      jump(hopLine, hop, log);
    }
  }

  private void collect(ClientConfig config) {
    try {
      collect(
          () ->
              Connect.proxyCommand(config, config.value(ClientKeywords.PROXY_COMMAND).orElse("")));
      collect(() -> LocalCommand.of(config).command().orElse(""));
      collect(() -> Configuration.command(config, ""));
      for (String argument :
          KnownHostsCommand.words(config, KnownHostsCommand.Purpose.HOSTNAME, "host", null)) {
        assertFalse(argument.startsWith("-"), "an option for the program: " + argument);
      }
    } catch (ConfigException e) {
      // Refused where it would have become an argument of this program.
      assertTrue(e.getMessage() != null);
    }
  }

  private interface Sink {
    String command() throws Fatal, ConfigException;
  }

  private void collect(Sink sink) {
    try {
      String command = sink.command();
      // Where a jump host is in the way there is no ProxyCommand.
      if (!command.isEmpty()) {
        commands.add(command);
      }
    } catch (Fatal | ConfigException e) {
      // Refused where it would have become part of this command.
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private void shell() throws Exception {
    StringBuilder script = new StringBuilder();
    for (String command : commands) {
      script.append("( ").append(command).append("\n)\n");
    }
    Path file = Files.writeString(folder.resolve("batch.sh"), script);
    Process process =
        new ProcessBuilder("/bin/sh", file.toString())
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("batch.out").toFile())
            .start();
    boolean ended = process.waitFor(1, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "something in the batch waits");
    assertEquals("", Files.readString(folder.resolve("batch.out")));
  }

  /** Refused for what it is, and not only where a template happens to contain it. */
  @Test
  @Tag("E1")
  @Tag("E2")
  void aHostileNameIsRefusedWhereverItComesFrom() throws Exception {
    Path config =
        configFile(
            """
            Host *;typed
              Hostname fine
            Host dash
              Hostname -oProxyCommand=x
            Host good
              Hostname fine
            """);
    String host = "hostname contains invalid characters";
    String user = "remote username contains invalid characters";
    assertEquals(host, refusal(config, "--", "-oProxyCommand=x"));
    assertEquals(host, refusal(config, "a;typed"));
    assertEquals(host, refusal(config, "dash"));
    assertEquals(host, refusal(config, "-oHostname=$(id)", "host"));
    assertEquals(user, refusal(config, "-oUser=a;b", "host"));
    assertEquals("", refusal(config, "good"));
  }

  /** Empty where it is not refused. */
  private String refusal(Path file, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("-F", file.toString()));
    all.addAll(List.of(words));
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    try {
      CommandLine line = CommandLine.parse(all, nowhere);
      ClientConfig read =
          Configuration.read(line, new ScriptedMachine(folder, commands::add), new Log(nowhere));
      assertEquals("fine", read.host());
      return "";
    } catch (Fatal e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** What a command line says is a value, and is not looked through for tokens. */
  @Test
  @Tag("E1")
  void valuesOfTheCommandLineAreNotExpandedAgain() throws Exception {
    Path config = configFile("Host *\n  ProxyCommand : %r %h %n\n");
    for (String token : List.of("%h", "%%", "%r", "%u", "%d", "%n", "%C", "%%h", "a%p")) {
      PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
      for (List<String> words :
          List.of(List.of(token + "@" + token), List.of("-l", token, token))) {
        List<String> all = new ArrayList<>(List.of("-F", config.toString()));
        all.addAll(words);
        ClientConfig read =
            Configuration.read(
                CommandLine.parse(all, nowhere),
                new ScriptedMachine(folder, c -> {}),
                new Log(nowhere));
        assertEquals(
            ": " + token + " " + token.toLowerCase(java.util.Locale.ROOT) + " " + token,
            Connect.proxyCommand(read, read.value(ClientKeywords.PROXY_COMMAND).orElseThrow()));
      }
    }
  }
}
