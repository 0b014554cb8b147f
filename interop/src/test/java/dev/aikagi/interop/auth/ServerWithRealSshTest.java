package dev.aikagi.interop.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.auth.AuthAttempt;
import dev.aikagi.auth.AuthenticationMethods;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.auth.KeyboardInteractiveDevice;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.auth.ServerAuthOptions;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.auth.UserauthServer;
import dev.aikagi.interop.trust.RealPrograms;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.message.UserauthInfoRequest.Prompt;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.SocketByteStream;
import dev.aikagi.transport.TransportOptions;
import dev.aikagi.trust.AuthorizedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ssh against our server's authentication; the connection ends after it. */
class ServerWithRealSshTest {
  record Said(String summary) implements Reason {}

  /** Alice has a key, a password and a device; everybody else is nobody. */
  private record Alice(AuthorizedKeys keys, UserAuthSettings settings, Optional<Reason> refusal)
      implements UserPolicy {
    @Override
    public KeyDecision publicKey(PublicKey key) {
      return switch (keys.decide(key, "127.0.0.1", "127.0.0.1", Instant.now())) {
        case AuthorizedKeys.Decision.Authorized yes ->
            new KeyDecision.Authorized(yes.options(), yes.reason());
        case AuthorizedKeys.Decision.NotAuthorized no ->
            new KeyDecision.Refused(List.copyOf(no.reasons()));
      };
    }

    @Override
    public PasswordDecision password(SecretBytes password) {
      return password.matches("secret".getBytes(StandardCharsets.UTF_8))
          ? new PasswordDecision.Accepted()
          : new PasswordDecision.Refused(new Said("wrong"));
    }

    @Override
    public List<KeyboardInteractiveDevice> keyboardInteractive() {
      return List.of(new OneQuestion());
    }
  }

  private record OneQuestion() implements KeyboardInteractiveDevice {
    @Override
    public String name() {
      return "test";
    }

    @Override
    public Dialogue start() {
      return new Dialogue() {
        private boolean asked;

        @Override
        public Turn next(List<SecretBytes> answers) {
          if (!asked) {
            asked = true;
            return new Turn.Ask("", "", List.of(new Prompt("Word: ", false)));
          }
          return answers.getFirst().matches("secret".getBytes(StandardCharsets.UTF_8))
              ? new Turn.Accepted()
              : new Turn.Refused(new Said("wrong"));
        }

        @Override
        public void close() {}
      };
    }
  }

  @TempDir Path folder;
  private PublicKey key = KeyGenerator.ed25519().publicKey();
  private PublicKey second = key;
  private final List<AuthAttempt> log = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void makeKeys() throws Exception {
    RealPrograms.assumeInstalled(RealPrograms.SSH, RealPrograms.KEYGEN);
    key = RealPrograms.makeKey(folder.resolve("key"), "ed25519", "");
    second = RealPrograms.makeKey(folder.resolve("second"), "rsa", "2048");
  }

  private UserAuthSettings settings(String... methods) {
    return new UserAuthSettings(
        Set.of("publickey", "password", "keyboard-interactive"),
        AuthenticationMethods.of(List.of(methods)),
        PublicKeyAlgorithm.DEFAULT,
        1024,
        6,
        false,
        "Welcome, stranger.\n");
  }

  /** One connection of ssh with these options; its messages. */
  private String ssh(UserAuthSettings settings, String user, String... options) throws Exception {
    Path askpass = folder.resolve("askpass");
    if (!Files.exists(askpass)) {
      Files.writeString(askpass, "#!/bin/sh\necho \"$1\" >> " + folder + "/asked\necho secret\n");
      Files.setPosixFilePermissions(askpass, PosixFilePermissions.fromString("rwx------"));
    }
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      Thread server = Thread.ofVirtual().start(() -> serve(listener, settings));
      List<String> command =
          new ArrayList<>(
              List.of(
                  RealPrograms.SSH,
                  "-F",
                  "none",
                  "-v",
                  "-p",
                  Integer.toString(port),
                  "-oUserKnownHostsFile=/dev/null",
                  "-oGlobalKnownHostsFile=none",
                  "-oStrictHostKeyChecking=no",
                  "-oIdentityAgent=none",
                  "-oIdentitiesOnly=yes"));
      command.addAll(List.of(options));
      command.addAll(List.of(user + "@127.0.0.1", "true"));
      Path errors = folder.resolve("errors");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(errors.toFile());
      builder.environment().put("SSH_ASKPASS", askpass.toString());
      builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
      Process ssh = builder.start();
      assertTrue(ssh.waitFor(60, TimeUnit.SECONDS), "ssh does not end");
      assertTrue(server.join(java.time.Duration.ofSeconds(20)), "the server does not end");
      return Files.readString(errors);
    }
  }

  private void serve(ServerSocketChannel listener, UserAuthSettings settings) {
    AuthorizedKeys keys =
        AuthorizedKeys.parse(
            "authorized_keys",
            (key.line() + "\n" + second.line() + "\n").getBytes(StandardCharsets.UTF_8));
    try (SocketChannel channel = listener.accept()) {
      SecureTransport transport =
          SecureTransport.server(
              new SocketByteStream(channel),
              TransportOptions.server(),
              List.of(KeyGenerator.ed25519()));
      try {
        transport.handshake();
        UserauthServer.run(
            transport,
            name ->
                new Alice(
                    keys,
                    settings,
                    name.equals("alice") ? Optional.empty() : Optional.of(new Said("nobody"))),
            ServerAuthOptions.defaults().observer(log::add));
        transport.disconnect(dev.aikagi.DisconnectReason.BY_APPLICATION, "that was all");
      } catch (IOException e) {
        transport.end(e);
      }
    } catch (IOException e) {
      log.clear();
    }
  }

  private List<String> accepted() {
    return log.stream()
        .filter(a -> a.result() != AuthAttempt.Result.FAILED)
        .map(a -> a.result() + " " + a.methodName())
        .toList();
  }

  @Test
  void aKeyWithItsBanner() throws Exception {
    String errors = ssh(settings("any"), "alice", "-i", folder.resolve("key").toString());
    assertTrue(errors.contains("Welcome, stranger."), errors);
    assertTrue(
        errors.contains("Authenticated to 127.0.0.1") && errors.contains("using \"publickey\""),
        errors);
    assertEquals(List.of("POSTPONED publickey", "ACCEPTED publickey"), accepted());
  }

  @Test
  void rsaThroughServerSigAlgs() throws Exception {
    String errors = ssh(settings("any"), "alice", "-i", folder.resolve("second").toString());
    assertTrue(errors.contains("using \"publickey\""), errors);
  }

  @Test
  void passwordAndDialogue() throws Exception {
    String password = ssh(settings("any"), "alice", "-oPreferredAuthentications=password");
    assertTrue(password.contains("using \"password\""), password);
    String dialogue =
        ssh(settings("any"), "alice", "-oPreferredAuthentications=keyboard-interactive");
    assertTrue(dialogue.contains("using \"keyboard-interactive\""), dialogue);
    assertEquals(
        List.of("alice@127.0.0.1's password: ", "(alice@127.0.0.1) Word: "),
        Files.readAllLines(folder.resolve("asked")));
  }

  @Test
  void severalSteps() throws Exception {
    String errors =
        ssh(
            settings("publickey,publickey,password,keyboard-interactive:test"),
            "alice",
            "-oPreferredAuthentications=publickey,password,keyboard-interactive",
            "-i",
            folder.resolve("key").toString(),
            "-i",
            folder.resolve("second").toString());
    assertTrue(errors.contains("Authenticated using \"publickey\" with partial success"), errors);
    assertTrue(errors.contains("using \"keyboard-interactive\""), errors);
  }

  @Test
  void nobodyIsToldNothing() throws Exception {
    String errors =
        ssh(
            settings("any"),
            "mallory",
            "-oNumberOfPasswordPrompts=1",
            "-i",
            folder.resolve("key").toString());
    assertTrue(
        errors.contains(
            "mallory@127.0.0.1: Permission denied (publickey,password,keyboard-interactive)."),
        errors);
    assertTrue(accepted().stream().allMatch(a -> a.equals("POSTPONED keyboard-interactive")));
    assertFalse(errors.contains("Server accepts key"), errors);
  }

  @Test
  void tooManyFailuresEndInSshdsWords() throws Exception {
    UserAuthSettings s = settings("any");
    UserAuthSettings few =
        new UserAuthSettings(
            s.enabledMethods(), s.authenticationMethods(), s.algorithms(), 1024, 2, false, null);
    String errors =
        ssh(few, "mallory", "-oPreferredAuthentications=password", "-oNumberOfPasswordPrompts=5");
    assertTrue(errors.contains(":2: Too many authentication failures"), errors);
  }
}
