package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.config.Diagnostic.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientConfigReaderTest {
  private final TestSurroundings here = new TestSurroundings();
  private final List<String> messages = new ArrayList<>();

  private ClientConfigReader reader(String host) {
    return new ClientConfigReader(
        host,
        here,
        AlgorithmNames.OPENSSH_CLIENT,
        d -> {
          if (d.severity() == Severity.ERROR) {
            messages.add(d.text());
          }
        });
  }

  private ClientConfig config(String host, String text) throws ConfigException {
    ClientConfigReader reader = reader(host);
    ConfigText.client(reader, text);
    return reader.finish();
  }

  @Test
  void theFirstValueThatAppliesWins() throws ConfigException {
    ClientConfigReader reader = reader("foo.example.com");
    reader.option("Port=1234");
    ConfigText.client(
        reader, "Port 22\nHost bar\nUser a\nHost *.example.com !x*\nUser b\nUser c\n");
    ClientConfig config = reader.finish();
    assertEquals(1234, config.value(ClientKeywords.PORT));
    assertEquals("b", config.user());
    assertEquals(0, config.positions(ClientKeywords.PORT).get(0).line());
    assertEquals(5, config.positions(ClientKeywords.USER).get(0).line());
  }

  @Test
  void listsAddUp() throws ConfigException {
    ClientConfig config =
        config("h", "IdentityFile a\nIdentityFile b\nIdentityFile a\nSendEnv A B\nSendEnv -A C\n");
    assertEquals(List.of("a", "b"), config.value(ClientKeywords.IDENTITY_FILE));
    assertEquals(List.of("B", "C"), config.value(ClientKeywords.SEND_ENV));
  }

  @Test
  void faultsAreNamedAndCounted() {
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> config("h", "Foo 1\nPort x\nHost\nBatchMode perhaps\n"));
    assertTrue(
        String.valueOf(e.getMessage()).endsWith(": terminating, 4 bad configuration options"));
    assertTrue(messages.get(0).endsWith(": line 1: Bad configuration option: foo"));
    assertTrue(messages.get(1).endsWith(" line 2: Bad port 'x'."));
    assertTrue(messages.get(2).endsWith(" line 3: no argument after keyword \"host\""));
    assertTrue(messages.get(3).endsWith(" line 4: unsupported option \"perhaps\"."));
  }

  @Test
  void unknownNamesMayBeIgnored() throws ConfigException {
    config("h", "IgnoreUnknown foo*,bar\nFooBar 1\nBar 2\n");
    assertTrue(messages.isEmpty());
    assertThrows(ConfigException.class, () -> config("h", "IgnoreUnknown foo\nBaz 1\n"));
  }

  @Test
  void oldNamesPassWithTheirMessages() throws ConfigException {
    ClientConfig config =
        config("h", "Protocol 2\nCipher blowfish\nRSAAuthentication yes\nKeepAlive no\n");
    assertEquals(1, messages.size());
    assertTrue(messages.get(0).endsWith(" line 3: Unsupported option \"rsaauthentication\""));
    assertFalse(config.value(ClientKeywords.TCP_KEEP_ALIVE));
  }

  @Test
  void matchDecides() throws ConfigException {
    String text =
        """
        Match host foo* !user other
          Port 1
        Match originalhost bar
          User bar
        Match exec "test %h"
          User exec
        Match !localuser hoge
          BatchMode yes
        Match tagged t*
          ConnectTimeout 1m
        Match localnetwork 127.0.0.0/8 version OpenSSH_*
          Compression yes
        """;
    ClientConfig config = config("foo", "Tag tag\n" + text);
    assertEquals(1, config.value(ClientKeywords.PORT));
    assertEquals("exec", config.user());
    assertEquals(List.of("test foo"), here.executed);
    assertFalse(config.value(ClientKeywords.BATCH_MODE));
    assertEquals(Optional.of(Duration.ofMinutes(1)), config.value(ClientKeywords.CONNECT_TIMEOUT));
    assertEquals("yes", config.value(ClientKeywords.COMPRESSION));
  }

  @Test
  void noCommandRunsForABlockThatCannotApply() throws ConfigException {
    config("foo", "Match host bar exec \"touch x\"\nPort 1\n");
    assertTrue(here.executed.isEmpty());
  }

  @Test
  void aFinalPassSeesTheRealName() throws ConfigException {
    ClientConfigReader reader = reader("foo");
    String text = "Match final host zap\nPort 7\nMatch host foo\nHostname zap\n";
    ConfigText.client(reader, text);
    assertTrue(reader.wantsFinalPass());
    reader.resolveHost(Directory.empty());
    reader.startFinalPass();
    ConfigText.client(reader, text);
    ClientConfig config = reader.finish();
    assertEquals(7, config.value(ClientKeywords.PORT));
    assertEquals("zap", config.host());
  }

  @Test
  void algorithmListsChangeTheDefault() throws ConfigException {
    ClientConfig config =
        config(
            "h",
            """
            Ciphers ^aes256-ctr
            MACs -hmac-sha1*,umac-*
            KexAlgorithms +diffie-hellman-group1-sha1
            HostKeyAlgorithms ssh-ed25519*
            """);
    assertEquals("aes256-ctr", config.algorithms(ClientKeywords.CIPHERS).get(0));
    assertEquals(6, config.algorithms(ClientKeywords.CIPHERS).size());
    assertTrue(
        config.algorithms(ClientKeywords.MACS).stream().noneMatch(m -> m.startsWith("umac")));
    List<String> kex = config.algorithms(ClientKeywords.KEX_ALGORITHMS);
    assertEquals("diffie-hellman-group1-sha1", kex.get(kex.size() - 1));
    assertEquals(
        List.of("ssh-ed25519", "ssh-ed25519-cert-v01@openssh.com"),
        config.algorithms(ClientKeywords.HOST_KEY_ALGORITHMS).stream().sorted().toList());
    assertThrows(ConfigException.class, () -> config("h", "Ciphers none\n"));
  }

  @Test
  void structureIsNothingForTheCommandLine() {
    for (String line : List.of("Host=foo", "Match all", "Include /x", "Port=x", "Foo=1")) {
      assertThrows(ConfigException.class, () -> reader("h").option(line), line);
    }
    assertEquals("Host directive not supported as a command-line option", messages.get(0));
    assertEquals("command-line: line 0: Bad configuration option: foo", messages.get(4));
  }

  /** Names and wildcards would be compared with the text of addresses, and never be right. */
  @Test
  void localnetworkTakesNetworksOnly() throws ConfigException {
    for (String bad :
        List.of("127.*", "localhost", "!127.0.0.0/8", "127.0.0.0/8,*", "127.0.0.1/8", "")) {
      String text = "Match localnetwork \"" + bad + "\"\n  Port 7\n";
      assertThrows(ConfigException.class, () -> config("h", text), bad);
    }
    ClientConfig config = config("h", "Match localnetwork 10.0.0.0/8,127.0.0.0/8\n  Port 7\n");
    assertEquals(7, config.value(ClientKeywords.PORT));
  }

  @Test
  void proxyJumpAndProxyCommandExcludeEachOther() throws ConfigException {
    ClientConfig config = config("h", "ProxyJump a\nProxyCommand x\n");
    assertTrue(config.value(ClientKeywords.PROXY_COMMAND).isEmpty());
    // OpenSSH 9.2 runs the command: none leaves the way open.
    config = config("h", "ProxyJump none\nProxyCommand x\n");
    assertEquals(Optional.of("x"), config.value(ClientKeywords.PROXY_COMMAND));
    config = config("h", "ProxyCommand x\nProxyJump a\n");
    assertEquals(Optional.of("x"), config.value(ClientKeywords.PROXY_COMMAND));
    assertTrue(config.value(ClientKeywords.PROXY_JUMP).isEmpty());
  }

  @Test
  void whatIsNotYetObeyedIsNamed() throws ConfigException {
    ClientConfig config = config("h", "ForwardX11 yes\nPort 1\n");
    assertEquals(List.of(ClientKeywords.FORWARD_X11), config.withoutEffect());
  }
}
