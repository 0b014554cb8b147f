package dev.aikagi.tools.ssh;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Surroundings;
import dev.aikagi.posix.PosixException;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The machine and user that this process runs on. The account is looked up once, when asked for.
 */
final class LocalMachine implements Surroundings {
  private @Nullable User user;

  private User user() {
    User known = user;
    if (known == null) {
      known = look();
      user = known;
    }
    return known;
  }

  /** ssh does nothing for a user id without an account: it would not know whose files to read. */
  void requireAccount() throws Fatal {
    try {
      var _ = user();
    } catch (IllegalStateException e) {
      throw new Fatal(String.valueOf(e.getMessage()));
    }
  }

  private static User look() {
    try {
      return User.withId(User.realId()).orElseThrow(() -> new IllegalStateException(unknownUser()));
    } catch (IOException e) {
      throw new IllegalStateException(unknownUser(), e);
    }
  }

  private static String unknownUser() {
    return "No user exists for uid " + Integer.toUnsignedString(User.realId());
  }

  @Override
  public String userName() {
    return user().name();
  }

  @Override
  public long userId() {
    return Integer.toUnsignedLong(User.realId());
  }

  @Override
  public String homeDirectory() {
    return user().home().toString();
  }

  @Override
  public Optional<String> homeDirectory(String userName) {
    try {
      return User.named(userName).map(u -> u.home().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String hostName() {
    try {
      return ThisProcess.hostname();
    } catch (PosixException e) {
      throw new IllegalStateException("gethostname: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  /** The user's shell, which runs the commands of the configuration. */
  static String shell() {
    String shell = System.getenv("SHELL");
    return shell == null || shell.isEmpty() ? "/bin/sh" : shell;
  }

  @Override
  public int execute(String command) throws ConfigException {
    try {
      return new ProcessBuilder(shell(), "-c", command)
          .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new ConfigException("Unable to execute '" + command + "': " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("match exec '" + command + "' error");
    }
  }

  @Override
  public List<InetAddress> localAddresses() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface i : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (i.isUp()) {
          addresses.addAll(Collections.list(i.getInetAddresses()));
        }
      }
    } catch (SocketException e) {
      // Without interfaces no network is local.
      return List.of();
    }
    return addresses;
  }

  @Override
  public List<String> groups(String userName) {
    return List.of();
  }
}
