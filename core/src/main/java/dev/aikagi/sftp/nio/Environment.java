package dev.aikagi.sftp.nio;

import dev.aikagi.auth.ClientMethod;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.kex.HostKeyCheck;
import dev.aikagi.sftp.SftpClientOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@link java.nio.file.FileSystems#newFileSystem(java.net.URI, Map)} was given, read once.
 *
 * @param client whom to connect to, and how
 */
record Environment(ClientOptions client, SftpClientOptions sftp) {
  private static final Set<String> KNOWN =
      Set.of(
          SftpFileSystemProvider.CLIENT_OPTIONS,
          SftpFileSystemProvider.HOST_KEY_CHECK,
          SftpFileSystemProvider.METHODS,
          SftpFileSystemProvider.SFTP_OPTIONS);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with what is missing or wrong
   */
  static Environment of(ServerUri server, Map<String, ?> env) {
    Set<String> unknown = new TreeSet<>(env.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown: " + unknown);
    }
    SftpClientOptions sftp =
        value(env, SftpFileSystemProvider.SFTP_OPTIONS, SftpClientOptions.class);
    return new Environment(client(server, env), sftp == null ? SftpClientOptions.DEFAULTS : sftp);
  }

  private static ClientOptions client(ServerUri server, Map<String, ?> env) {
    ClientOptions options = value(env, SftpFileSystemProvider.CLIENT_OPTIONS, ClientOptions.class);
    HostKeyCheck check = value(env, SftpFileSystemProvider.HOST_KEY_CHECK, HostKeyCheck.class);
    List<?> methods = value(env, SftpFileSystemProvider.METHODS, List.class);
    if (options != null) {
      if (check != null || methods != null) {
        throw new IllegalArgumentException(
            SftpFileSystemProvider.CLIENT_OPTIONS + " has a host key check and methods already");
      }
      return same(server, options);
    }
    if (check == null) {
      throw new IllegalArgumentException(
          "no %s and no %s: nobody says which host key of %s is to be trusted"
              .formatted(
                  SftpFileSystemProvider.HOST_KEY_CHECK,
                  SftpFileSystemProvider.CLIENT_OPTIONS,
                  server));
    }
    if (server.user().isEmpty()) {
      throw new IllegalArgumentException("no user in " + server);
    }
    return ClientOptions.to(server.host(), server.port(), server.user(), check)
        .withMethods(
            methods == null
                ? List.of()
                : methods.stream().map(m -> cast(SftpFileSystemProvider.METHODS, m)).toList());
  }

  private static ClientMethod cast(String key, Object method) {
    if (method instanceof ClientMethod m) {
      return m;
    }
    throw new IllegalArgumentException(key + " has a " + method.getClass().getName());
  }

  /** A file system named after one server must not be another one's. */
  private static ClientOptions same(ServerUri server, ClientOptions options) {
    boolean user = server.user().isEmpty() || server.user().equals(options.user());
    if (!user
        || !server.host().equalsIgnoreCase(options.host())
        || server.port() != options.port()) {
      throw new IllegalArgumentException(
          "%s is not %s@%s, port %d, of %s"
              .formatted(
                  server,
                  options.user(),
                  options.host(),
                  options.port(),
                  SftpFileSystemProvider.CLIENT_OPTIONS));
    }
    return options;
  }

  private static <T> @Nullable T value(Map<String, ?> env, String key, Class<T> type) {
    Object value = env.get(key);
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException(key + " is a " + value.getClass().getName());
  }
}
