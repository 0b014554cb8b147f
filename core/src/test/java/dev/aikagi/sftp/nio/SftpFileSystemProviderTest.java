package dev.aikagi.sftp.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.client.ClientOptions;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.kex.HostKeyVerdict;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused before anybody is connected to. */
class SftpFileSystemProviderTest {
  private static final URI SERVER = URI.create("sftp://hoge@example.invalid:2222/x");

  private static final HostKeyCheck NOBODY =
      (key, algorithm) -> new HostKeyVerdict.Refused(() -> "nobody is trusted here");

  private static String refusal(URI uri, Map<String, ?> env) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> FileSystems.newFileSystem(uri, env))
            .getMessage());
  }

  @Test
  void whomToTrustHasNoDefault() {
    assertTrue(refusal(SERVER, Map.of()).contains("host key"));
    assertTrue(
        refusal(SERVER, Map.of(SftpFileSystemProvider.METHODS, List.of())).contains("host key"));
  }

  @Test
  void whatTheEnvironmentMustNotSay() {
    String check = SftpFileSystemProvider.HOST_KEY_CHECK;
    String client = SftpFileSystemProvider.CLIENT_OPTIONS;
    refusal(SERVER, Map.of(check, "no check"));
    refusal(SERVER, Map.of(check, NOBODY, SftpFileSystemProvider.METHODS, List.of("password")));
    refusal(SERVER, Map.of(check, NOBODY, SftpFileSystemProvider.SFTP_OPTIONS, 5));
    assertTrue(refusal(SERVER, Map.of(check, NOBODY, "hostKeyChek", NOBODY)).contains("Chek"));
    refusal(URI.create("sftp://example.invalid"), Map.of(check, NOBODY));
    ClientOptions right = ClientOptions.to("example.invalid", 2222, "hoge", NOBODY);
    refusal(SERVER, Map.of(client, right, check, NOBODY));
    for (ClientOptions wrong :
        List.of(
            ClientOptions.to("other.invalid", 2222, "hoge", NOBODY),
            ClientOptions.to("example.invalid", 22, "hoge", NOBODY),
            ClientOptions.to("example.invalid", 2222, "fuga", NOBODY))) {
      refusal(SERVER, Map.of(client, wrong));
    }
  }

  @Test
  void whatIsSaidIsTaken() {
    ServerUri server = ServerUri.of(SERVER);
    ClientOptions options =
        Environment.of(server, Map.of(SftpFileSystemProvider.HOST_KEY_CHECK, NOBODY)).client();
    assertEquals("example.invalid", options.host());
    assertEquals(2222, options.port());
    assertEquals("hoge", options.user());
    assertEquals(List.of(), options.methods());
    ClientOptions given = ClientOptions.to("Example.invalid", 2222, "hoge", NOBODY);
    ServerUri nobody = ServerUri.of(URI.create("sftp://example.invalid:2222"));
    for (ServerUri uri : List.of(server, nobody)) {
      assertEquals(
          given,
          Environment.of(uri, Map.of(SftpFileSystemProvider.CLIENT_OPTIONS, given)).client());
    }
  }

  @Test
  void whatIsNotOpenIsNotFound() {
    assertThrows(FileSystemNotFoundException.class, () -> FileSystems.getFileSystem(SERVER));
    assertThrows(FileSystemNotFoundException.class, () -> Path.of(SERVER));
  }
}
