package dev.aikagi.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.client.KnownHostsCheck;
import dev.aikagi.connection.Session;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.FileSignature;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.Validity;
import dev.aikagi.sftp.PathFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.TransferOptions;
import dev.aikagi.sftp.nio.SftpFileSystemProvider;
import dev.aikagi.trust.AllowedSigners;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ten lines of the README, as they stand there, against OpenSSH's sshd. */
class LibraryExampleTest {
  @TempDir Path folder;

  private static String run(
      String host, int port, String user, Path identity, Path knownHosts, String command)
      throws Exception {
    // README: begin
    var known =
        new KnownHosts(
            List.of(KnownHostsFile.parse("known_hosts", Files.readAllBytes(knownHosts))));
    var check = new KnownHostsCheck(known, new KnownHosts.Query(host, port));
    var options = ClientOptions.to(host, port, user, check);
    try (var key = PrivateKeyFile.read(identity, null).orThrow().key();
        var client =
            Client.connect(
                options.withMethods(
                    new ClientMethod.PublicKey(List.of(Identity.of("mine", key)))));
        var session = client.openSession()) {
      session.exec(command);
      return new String(session.stdout().readAllBytes(), UTF_8);
    }
    // README: end
  }

  private static void fetch(Session session, String from, String to) throws Exception {
    // README files: begin
    session.subsystem("sftp");
    try (var sftp =
        SftpClient.over(session.stdout(), session.stdin(), SftpClientOptions.DEFAULTS)) {
      sftp.transfer(TransferOptions.DEFAULTS)
          .download(Bytes.utf8(from), Bytes.utf8(to), new PathFiles());
    }
    // README files: end
  }

  private static String withAgent(ClientOptions options, String socket, String command)
      throws Exception {
    // README agent: begin
    try (var agent = AgentSocket.connect(Path.of(socket))) {
      var identities =
          agent.identities().usable().stream()
              .map(held -> Identity.of(held.comment(), agent.signer(held)))
              .toList();
      try (var client =
              Client.connect(options.withMethods(new ClientMethod.PublicKey(identities)));
          var session = client.openSession()) {
        session.exec(command);
        return new String(session.stdout().readAllBytes(), UTF_8);
      }
    }
    // README agent: end
  }

  private static void issue(PublicKey key, PrivateKey authority, Path file) throws Exception {
    // README certificate: begin
    var now = Instant.now();
    var certificate =
        CertificateBuilder.user(key, "alice's laptop")
            .principals(List.of("alice", "backup"))
            .validity(Validity.between(now, now.plus(8, ChronoUnit.HOURS)))
            .critical(Certificate.Option.of("source-address", "192.0.2.0/24,127.0.0.1"))
            .sign(authority);
    Files.writeString(file, certificate.line() + " alice\n");
    // README certificate: end
  }

  private static boolean signAndVerify(PrivateKey key, Path file, Path signatureFile, Path signers)
      throws Exception {
    // README signature: begin
    try (var in = Files.newInputStream(file)) {
      var made = FileSignature.sign(key, "file", FileSignature.Hash.SHA512, in);
      Files.writeString(signatureFile, made.armoured());
    }
    var signature = FileSignature.parse(Files.readAllBytes(signatureFile));
    var allowed = AllowedSigners.parse("allowed_signers", Files.readAllBytes(signers));
    try (var in = Files.newInputStream(file)) {
      return signature.verify("file", in)
          && allowed.decide(signature, "alice@example.org", Instant.now())
              instanceof AllowedSigners.Decision.Allowed;
    }
    // README signature: end
  }

  private static void back(String server, HostKeyCheck check, ClientMethod method, Path from)
      throws Exception {
    // README file system: begin
    var trust =
        Map.of(
            SftpFileSystemProvider.HOST_KEY_CHECK,
            check,
            SftpFileSystemProvider.METHODS,
            List.of(method));
    try (var files = FileSystems.newFileSystem(URI.create(server), trust)) {
      var backups = Files.createDirectories(files.getPath("backups"));
      Files.copy(from, backups.resolve("notes.txt"), REPLACE_EXISTING);
    }
    // README file system: end
  }

  /** And what else is true of a file system that has a connection of its own. */
  @Test
  void theLinesOfTheReadmeBackUpAFile() throws Exception {
    Keys keys = Keys.make(folder);
    Path from = Files.writeString(folder.resolve("from"), "content");
    Path start = Files.createDirectory(folder.resolve("start"));
    List<String> config =
        List.of(
            "Subsystem sftp " + Peer.required("sftp-server") + " -d " + start,
            "PubkeyAuthentication yes");
    try (Daemon server = Sshd.start(Peer.required("sshd"), keys, config);
        PrivateKey key = PrivateKeyFile.read(keys.identity("ed25519"), null).orThrow().key()) {
      HostKeyCheck check = check(keys, server.port());
      ClientMethod method = new ClientMethod.PublicKey(List.of(Identity.of("mine", key)));
      String uri =
          "sftp://" + System.getProperty("user.name") + "@127.0.0.1:" + server.port() + "/";
      back(uri, check, method, from);
      assertEquals("content", Files.readString(start.resolve("backups/notes.txt")));
      ClientOptions options =
          ClientOptions.to("127.0.0.1", server.port(), System.getProperty("user.name"), check)
              .withMethods(method);
      foundByItsUri(URI.create(uri), Map.of(SftpFileSystemProvider.CLIENT_OPTIONS, options));
      assertThrows(
          IOException.class,
          () ->
              FileSystems.newFileSystem(
                  URI.create(uri),
                  Map.of(SftpFileSystemProvider.CLIENT_OPTIONS, options.withMethods())));
    }
  }

  private void foundByItsUri(URI uri, Map<String, ?> env) throws Exception {
    Path file = Files.writeString(folder.resolve("a b"), "content");
    URI there = uri.resolve(file.toUri().getRawPath());
    assertThrows(FileSystemNotFoundException.class, () -> Path.of(there));
    FileSystem files = FileSystems.newFileSystem(uri, env);
    assertSame(files, FileSystems.getFileSystem(there));
    assertEquals("content", Files.readString(Path.of(there)));
    assertEquals(there, Path.of(there).toUri());
    assertThrows(FileSystemAlreadyExistsException.class, () -> FileSystems.newFileSystem(uri, env));
    files.close();
    assertThrows(FileSystemNotFoundException.class, () -> FileSystems.getFileSystem(uri));
    assertThrows(ClosedFileSystemException.class, () -> Files.size(files.getPath("/")));
    FileSystems.newFileSystem(uri, env).close();
  }

  private static HostKeyCheck check(Keys keys, int port) throws Exception {
    return new KnownHostsCheck(
        new KnownHosts(
            List.of(
                KnownHostsFile.parse("known_hosts", Files.readAllBytes(keys.knownHosts(port))))),
        new KnownHosts.Query("127.0.0.1", port));
  }

  @Test
  void theLinesOfTheReadmeFetchAFile() throws Exception {
    Keys keys = Keys.make(folder);
    Path from = Files.writeString(folder.resolve("from"), "content");
    Path to = folder.resolve("to");
    try (Daemon server =
            Sshd.start(Peer.ours("sshd"), keys, List.of("Subsystem sftp internal-sftp"));
        PrivateKey key = PrivateKeyFile.read(keys.identity("ed25519"), null).orThrow().key();
        Client client =
            Client.connect(
                ClientOptions.to(
                        "127.0.0.1",
                        server.port(),
                        System.getProperty("user.name"),
                        check(keys, server.port()))
                    .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("mine", key)))));
        Session session = client.openSession()) {
      fetch(session, from.toString(), to.toString());
    }
    assertEquals("content", Files.readString(to));
  }

  @Test
  void theLinesOfTheReadmeRun() throws Exception {
    Keys keys = Keys.make(folder);
    try (Daemon server = Sshd.start(Peer.required("sshd"), keys, List.of())) {
      Path known = keys.knownHosts(server.port());
      String user = System.getProperty("user.name");
      assertEquals(
          "out\n",
          run("127.0.0.1", server.port(), user, keys.identity("ed25519"), known, "echo out"));
    }
  }

  @Test
  void theLinesOfTheReadmeUseAnAgent() throws Exception {
    Keys keys = Keys.make(folder);
    Path socket = folder.resolve("agent");
    try (Daemon server = Sshd.start(Peer.required("sshd"), keys, List.of());
        Agent agent = Agent.start("ours", socket)) {
      agent.add("ours", "-q", keys.identity("ed25519").toString()).run().expectSuccess();
      ClientOptions options =
          ClientOptions.to(
              "127.0.0.1",
              server.port(),
              System.getProperty("user.name"),
              check(keys, server.port()));
      assertEquals("out\n", withAgent(options, socket.toString(), "echo out"));
    }
  }

  @Test
  void theLinesOfTheReadmeIssueACertificate() throws Exception {
    Keys keys = Keys.make(folder);
    // By itself it lets nobody in.
    Path identity = folder.resolve("new");
    Command.of(Peer.ours("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", identity.toString())
        .run()
        .expectSuccess();
    Path authorities = folder.resolve("authorities");
    try (PrivateKey authority =
            PrivateKeyFile.read(keys.identity("ecdsa-256"), null).orThrow().key();
        PrivateKey key = PrivateKeyFile.read(identity, null).orThrow().key()) {
      issue(key.publicKey(), authority, folder.resolve("certificate"));
      Files.writeString(authorities, authority.publicKey().line() + "\n");
    }
    Path principals = Files.writeString(folder.resolve("principals"), "alice\n");
    List<String> config =
        List.of("TrustedUserCAKeys " + authorities, "AuthorizedPrincipalsFile " + principals);
    try (Daemon server = Sshd.start(Peer.required("sshd"), keys, config)) {
      String text =
          new Ssh(Peer.required("ssh"), keys, server.port())
              .command(
                  List.of(
                      "IdentityFile=" + identity,
                      "CertificateFile=" + folder.resolve("certificate")),
                  "echo in")
              .run()
              .expectSuccess();
      assertEquals("in\n", text);
    }
  }

  @Test
  void theLinesOfTheReadmeSignAndVerify() throws Exception {
    Keys keys = Keys.make(folder);
    Path file = Files.writeString(folder.resolve("notes"), "content");
    Path signature = folder.resolve("notes.sig");
    Path signers = folder.resolve("signers");
    try (PrivateKey key = PrivateKeyFile.read(keys.identity("ed25519"), null).orThrow().key()) {
      Files.writeString(signers, "alice@example.org " + key.publicKey().line() + "\n");
      assertTrue(signAndVerify(key, file, signature, signers));
      Files.writeString(signers, "bob@example.org " + key.publicKey().line() + "\n");
      assertFalse(signAndVerify(key, file, signature, signers));
    }
    Command.of(Peer.required("ssh-keygen"), "-Y", "verify", "-n", "file", "-I", "bob@example.org")
        .and("-f", signers.toString(), "-s", signature.toString())
        .input(file)
        .run()
        .expectSuccess();
  }

  @Test
  void theReadmesShowTheseLines() throws Exception {
    Path source = Path.of("src/test/java/dev/aikagi/interop/LibraryExampleTest.java");
    String code = Files.readString(source);
    for (String part :
        List.of(
            "README",
            "README agent",
            "README certificate",
            "README signature",
            "README files",
            "README file system")) {
      String begin = "// " + part + ": begin\n";
      String lines =
          code.substring(
                  code.indexOf(begin) + begin.length(), code.indexOf("    // " + part + ": end"))
              .stripTrailing()
              .stripIndent();
      for (String readme : List.of("README.md", "README.ja.md")) {
        String text = Files.readString(Path.of("..", readme));
        assertTrue(text.contains("```java\n" + lines + "\n```"), readme + " shows other lines");
      }
    }
  }
}
