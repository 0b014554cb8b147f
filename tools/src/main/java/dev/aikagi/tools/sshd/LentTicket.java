package dev.aikagi.tools.sshd;

import dev.aikagi.SecretBytes;
import dev.aikagi.auth.GssException;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.posix.User;
import dev.aikagi.tools.RandomName;
import dev.aikagi.tools.ServerLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Kerberos tickets that a client lends for its sessions. No file has them before the login is
 * complete (CVE-2026-106553), and after the connection none that GSSAPICleanupCredentials removes.
 */
final class LentTicket implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final ServerConfig config;
  private final ServerLog log;
  private final Path folder;
  private @Nullable SecretBytes tickets;
  private @Nullable Path file;
  private @Nullable User owner;

  /** Where they come from. */
  interface Source {
    Optional<SecretBytes> delegated() throws GssException;
  }

  LentTicket(ServerConfig config, ServerLog log) {
    this(config, log, Path.of("/tmp"));
  }

  /** In another folder, which everybody can write to. */
  LentTicket(ServerConfig config, ServerLog log, Path folder) {
    this.config = config;
    this.log = log;
    this.folder = folder;
  }

  /** What came with the context, if anything. */
  synchronized void take(Source context) {
    if (!config.value(ServerKeywords.GSSAPI_DELEGATE_CREDENTIALS)) {
      return;
    }
    try {
      tickets = context.delegated().orElse(null);
    } catch (GssException | RuntimeException e) {
      log.error("delegated credentials: " + ServerLog.why(e));
    }
  }

  /** Forgets what came with another context. */
  synchronized void drop() {
    SecretBytes known = tickets;
    tickets = null;
    if (known != null) {
      known.close();
    }
  }

  /** Writes them for somebody who is logged in; empty where there are none. */
  synchronized Optional<Path> file(User user) {
    SecretBytes known = tickets;
    if (known == null) {
      return Optional.empty();
    }
    Path place = folder.resolve("krb5cc_" + user.uid() + "_" + RandomName.next());
    try {
      var _ = user.callAs("write " + place, () -> write(place, known));
      file = place;
      owner = user;
      log.debug("storing delegated credentials in FILE:" + place);
      return Optional.of(place);
    } catch (IOException | RuntimeException e) {
      log.error("cannot store delegated credentials: " + ServerLog.why(e));
      return Optional.empty();
    } finally {
      drop();
    }
  }

  /** A new file: what others put there before is neither followed nor filled. */
  private static Path write(Path place, SecretBytes tickets) throws IOException {
    return Files.write(Files.createFile(place, OWNERS), tickets.expose());
  }

  /** The connection is over. */
  @Override
  public synchronized void close() {
    drop();
    Path place = file;
    User user = owner;
    file = null;
    if (place == null || user == null || !config.value(ServerKeywords.GSSAPI_CLEANUP_CREDENTIALS)) {
      return;
    }
    try {
      var _ = user.callAs("remove " + place, () -> Files.deleteIfExists(place));
    } catch (IOException | RuntimeException e) {
      log.error("cannot remove delegated credentials: " + ServerLog.why(e));
    }
  }
}
