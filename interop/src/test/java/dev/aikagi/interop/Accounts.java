package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Users and groups of a test's own, with names that nobody has, removed at its end. */
final class Accounts {
  private static final Pattern LEFT = Pattern.compile("is currently used by process (\\d+)");

  private final String prefix;
  private final Path homes;
  private final Deque<String[]> undo = new ArrayDeque<>();

  private Accounts(String prefix, Path homes) {
    this.prefix = prefix;
    this.homes = homes;
  }

  /** Skipped by name where accounts cannot be made. */
  static Accounts make(Path homes) throws Exception {
    Assumptions.assumeTrue(isRoot(), "making accounts needs root");
    Peer.required("useradd");
    Peer.required("userdel");
    return new Accounts("ak" + ThreadLocalRandom.current().nextInt(1_000_000), homes);
  }

  static boolean isRoot() throws Exception {
    return Command.of("id", "-u").run().text().strip().equals("0");
  }

  String group(String name) throws Exception {
    String group = prefix + name;
    Command.of(Peer.required("groupadd"), group).run().expectSuccess();
    undo.push(new String[] {Peer.required("groupdel"), group});
    return group;
  }

  /** A user with this group as a supplementary one, or with none. */
  String user(String name, String group) throws Exception {
    String user = prefix + name;
    Path home = Files.createDirectories(homes.resolve(user));
    Command useradd =
        Command.of(Peer.required("useradd"), "-M", "-d", home.toString(), "-s", "/bin/sh")
            // Not a locked password, which keeps a user out: one that nobody knows.
            .and("-p", "*")
            .and("-U");
    if (!group.isEmpty()) {
      useradd.and("-G", group);
    }
    useradd.and(user).run().expectSuccess();
    undo.push(new String[] {Peer.required("userdel"), user});
    return user;
  }

  /** Waits for programs of theirs, which may outlive the connection that started them. */
  void remove() throws Exception {
    for (String[] command : undo) {
      Command.Outcome outcome = Command.of(command).run();
      Matcher left = LEFT.matcher(outcome.errors());
      while (left.find()) {
        Optional<ProcessHandle> program = ProcessHandle.of(Long.parseLong(left.group(1)));
        if (program.isPresent()) {
          program.get().onExit().get(60, TimeUnit.SECONDS);
        }
        outcome = Command.of(command).run();
        left = LEFT.matcher(outcome.errors());
      }
      outcome.expectSuccess();
    }
  }
}
