package dev.aikagi.tools.configcheck;

import dev.aikagi.config.Surroundings;
import dev.aikagi.posix.Group;
import dev.aikagi.posix.Shadow;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.SystemSurroundings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machine that this runs on. No command of a configuration is ever run. */
final class ThisMachine implements Machine {
  private final Surroundings surroundings =
      new SystemSurroundings(
          ServerLog.toStream(OutputStream.nullOutputStream(), ServerLog.Level.QUIET));

  @Override
  public Surroundings surroundings() {
    return surroundings;
  }

  @Override
  public List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    for (String name : names("/etc/passwd")) {
      Optional<User> user = account(name);
      if (user.isPresent()) {
        accounts.add(account(user.get()));
      }
    }
    return accounts;
  }

  private static Account account(User user) {
    Optional<Shadow> shadow = shadow(user);
    Account.Password password =
        shadow
            .map(
                s ->
                    s.emptyPassword()
                        ? Account.Password.EMPTY
                        : s.usable() ? Account.Password.SET : Account.Password.NONE)
            .orElse(User.effectiveId() == 0 ? Account.Password.NONE : Account.Password.UNKNOWN);
    return new Account(
        user.name(),
        Integer.toUnsignedLong(user.uid()),
        user.home(),
        user.shellOrDefault(),
        groupsOf(user),
        password,
        shadow.filter(Shadow::locked).isPresent());
  }

  private static Optional<Shadow> shadow(User user) {
    try {
      return Shadow.named(user.name());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean hasUser(String name) {
    return account(name).isPresent();
  }

  @Override
  public boolean hasGroup(String name) {
    try {
      return Group.named(name).isPresent();
    } catch (IOException e) {
      // Nobody is to be told that a group is missing because its database is.
      return true;
    }
  }

  @Override
  public List<String> groups() {
    return names("/etc/group");
  }

  private static List<String> names(String file) {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1).stream()
          .map(l -> l.split(":", 2)[0])
          .filter(n -> !n.isBlank() && !n.startsWith("+") && !n.startsWith("-"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> groupsOf(User user) {
    try {
      return Group.namesOf(user);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<User> account(String name) {
    try {
      return User.named(name);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
