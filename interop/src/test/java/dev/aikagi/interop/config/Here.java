package dev.aikagi.interop.config;

import dev.aikagi.config.ConfigException;
import dev.aikagi.config.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** This machine and user, as the programs of OpenSSH see them. */
final class Here implements Surroundings {
  @Override
  public String userName() {
    return System.getProperty("user.name");
  }

  @Override
  public long userId() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new IllegalStateException("no /proc", e);
    }
  }

  @Override
  public String homeDirectory() {
    return System.getProperty("user.home");
  }

  @Override
  public Optional<String> homeDirectory(String userName) {
    return userName.equals(userName()) ? Optional.of(homeDirectory()) : Optional.empty();
  }

  @Override
  public String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("a machine without a name", e);
    }
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  @Override
  public int execute(String command) throws ConfigException {
    try {
      return new ProcessBuilder("/bin/sh", "-c", command).start().waitFor();
    } catch (IOException e) {
      throw new ConfigException("cannot run " + command + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("interrupted");
    }
  }

  @Override
  public List<InetAddress> localAddresses() {
    return List.of(InetAddress.getLoopbackAddress());
  }

  @Override
  public List<String> groups(String userName) {
    return userName.equals("root") ? List.of("root") : List.of();
  }
}
