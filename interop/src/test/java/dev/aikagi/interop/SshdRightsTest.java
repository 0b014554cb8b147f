package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.kex.HostKeyVerdict;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which threads of a root server have a user's rights. A thread inherits those of the one that
 * starts it, a carrier of virtual threads too: then everybody's code would run with one user's
 * rights.
 */
@Timeout(240)
class SshdRightsTest {
  private static final int LOGINS = 20;
  private static final PrivateKey KEY = KeyGenerator.ed25519();

  @TempDir static Path folder;

  @Test
  void onlyThreadsMadeForFilesOfUsersHaveTheirRights() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Accounts accounts = Accounts.make(folder);
    try {
      String trusted = accounts.user("a", "");
      authorize(trusted, true);
      String careless = accounts.user("b", "");
      authorize(careless, false);
      try (Daemon server = start()) {
        Set<String> names = underLoad(server, trusted, careless);
        assertFalse(names.isEmpty(), "no thread was seen with a user's rights");
        names.removeIf(name -> name.startsWith("read /"));
        assertEquals(Set.of(), names);
        assertEquals(List.of(), withOtherRights(server.pid()));
      }
    } finally {
      accounts.remove();
    }
  }

  private static Set<String> underLoad(Daemon server, String trusted, String careless)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Set<String> names = ConcurrentHashMap.newKeySet();
    try (ExecutorService all = Executors.newCachedThreadPool()) {
      Future<?> watch =
          all.submit(
              () -> {
                while (!over.get()) {
                  names.addAll(withOtherRights(server.pid()));
                }
                return null;
              });
      try {
        List<Future<?>> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          people.add(
              all.submit(
                  () -> {
                    for (int n = 0; n < LOGINS; n++) {
                      Client.connect(client(server, trusted)).close();
                      assertThrows(
                          IOException.class, () -> Client.connect(client(server, careless)));
                    }
                    return null;
                  }));
        }
        for (Future<?> one : people) {
          one.get(200, TimeUnit.SECONDS);
        }
      } finally {
        over.set(true);
      }
      watch.get(20, TimeUnit.SECONDS);
    }
    return names;
  }

  /** Their names; the kernel keeps the first fifteen characters. */
  private static List<String> withOtherRights(long pid) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        List<String> status;
        try {
          status = Files.readAllLines(task.resolve("status"));
        } catch (IOException e) {
          continue; // It has ended.
        }
        String effective = field(status, "Uid").split("\\s+", -1)[1];
        if (!effective.equals("0")) {
          names.add(field(status, "Name"));
        }
      }
    }
    return names;
  }

  private static String field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  /** Authorizes the key; a file that everybody may write is refused with a line in the log. */
  private static void authorize(String user, boolean safely) throws Exception {
    Path home = folder.resolve(user);
    Path keys = Files.createDirectories(home.resolve(".ssh")).resolve("authorized_keys");
    Files.writeString(keys, KEY.publicKey().line() + "\n");
    Files.setPosixFilePermissions(
        keys, PosixFilePermissions.fromString(safely ? "rw-------" : "rw-rw-rw-"));
    Command.of("chown", "-R", user + ":", home.toString()).run().expectSuccess();
  }

  private static Daemon start() throws Exception {
    Command.of(Peer.required("ssh-keygen"), "-q", "-t", "ed25519", "-N", "")
        .and("-f", folder.resolve("host").toString())
        .run()
        .expectSuccess();
    return Daemon.start(
        "Server listening on",
        port -> {
          Path config =
              Files.write(
                  folder.resolve("sshd_config"),
                  List.of(
                      "Port " + port,
                      "ListenAddress 127.0.0.1",
                      "HostKey " + folder.resolve("host"),
                      "AuthorizedKeysFile .ssh/authorized_keys",
                      "UsePAM no",
                      "PidFile none",
                      "PerSourcePenalties no",
                      "MaxStartups 100"));
          // Many carriers are allowed: else all that may be are there before the first login.
          return List.of(
              Path.of(Peer.ours("sshd"))
                  .resolve("../../lib/runtime/bin/java")
                  .normalize()
                  .toString(),
              "-Djdk.virtualThreadScheduler.parallelism=64",
              "--add-modules=org.bouncycastle.provider",
              "--enable-native-access=dev.aikagi.posix",
              "-m",
              "dev.aikagi.tools/dev.aikagi.tools.Main",
              "sshd",
              "-D",
              "-e",
              "-f",
              config.toString());
        });
  }

  private static ClientOptions client(Daemon server, String user) {
    return ClientOptions.to(
            "127.0.0.1",
            server.port(),
            user,
            (key, algorithm) -> new HostKeyVerdict.Accepted(() -> "any will do"))
        .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id", KEY))));
  }
}
