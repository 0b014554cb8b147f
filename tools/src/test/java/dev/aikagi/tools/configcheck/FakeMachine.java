package dev.aikagi.tools.configcheck;

import dev.aikagi.config.Surroundings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A machine with the accounts that a test wants. */
record FakeMachine(Path home, List<Account> accounts) implements Machine, Surroundings {
  @Override
  public Surroundings surroundings() {
    return this;
  }

  @Override
  public boolean hasUser(String name) {
    return accounts.stream().anyMatch(a -> a.name().equals(name));
  }

  @Override
  public boolean hasGroup(String name) {
    return groups().contains(name);
  }

  @Override
  public List<String> groups() {
    return accounts.stream().flatMap(a -> a.groups().stream()).distinct().toList();
  }

  @Override
  public String userName() {
    return "tester";
  }

  @Override
  public long userId() {
    return 0;
  }

  @Override
  public String homeDirectory() {
    return home.toString();
  }

  @Override
  public Optional<String> homeDirectory(String userName) {
    return Optional.empty();
  }

  @Override
  public String hostName() {
    return "here";
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.empty();
  }

  @Override
  public int execute(String command) {
    throw new AssertionError("nothing is to be run: " + command);
  }

  @Override
  public List<InetAddress> localAddresses() {
    return List.of(InetAddress.ofLiteral("127.0.0.1"));
  }

  @Override
  public List<String> groups(String userName) {
    return accounts.stream()
        .filter(a -> a.name().equals(userName))
        .flatMap(a -> a.groups().stream())
        .toList();
  }
}
