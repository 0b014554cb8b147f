package dev.aikagi.tools;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Surroundings;
import dev.aikagi.posix.Group;
import dev.aikagi.posix.ThisProcess;
import dev.aikagi.posix.User;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** This machine and its accounts, as the configuration may ask about them. */
public final class SystemSurroundings implements Surroundings {
  private final ServerLog log;

  public SystemSurroundings(ServerLog log) {
    this.log = log;
  }

  @Override
  public String userName() {
    return self().map(User::name).orElse("");
  }

  @Override
  public long userId() {
    return Integer.toUnsignedLong(User.effectiveId());
  }

  @Override
  public String homeDirectory() {
    return self().map(u -> u.home().toString()).orElse("/");
  }

  @Override
  public Optional<String> homeDirectory(String userName) {
    return account(userName).map(u -> u.home().toString());
  }

  @Override
  public String hostName() {
    try {
      return ThisProcess.hostname();
    } catch (IOException e) {
      log.error(ServerLog.why(e));
      return "localhost";
    }
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  @Override
  public int execute(String command) throws ConfigException {
    throw new ConfigException("no command of a configuration is run here");
  }

  @Override
  public List<InetAddress> localAddresses() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      log.error(ServerLog.why(e));
      return List.of();
    }
  }

  @Override
  public List<String> groups(String userName) {
    Optional<User> user = account(userName);
    try {
      return user.isPresent() ? Group.namesOf(user.get()) : List.of();
    } catch (IOException e) {
      log.error("groups of " + userName + ": " + ServerLog.why(e));
      return List.of();
    }
  }

  private Optional<User> self() {
    try {
      return User.withId(User.effectiveId());
    } catch (IOException e) {
      log.error(ServerLog.why(e));
      return Optional.empty();
    }
  }

  private Optional<User> account(String name) {
    try {
      return User.named(name);
    } catch (IOException e) {
      log.error("account " + name + ": " + ServerLog.why(e));
      return Optional.empty();
    }
  }
}
