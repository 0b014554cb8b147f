package dev.aikagi.tools.inventory;

import dev.aikagi.Bytes;
import dev.aikagi.Printable;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.key.FileFault;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.copyid.Destination;
import dev.aikagi.tools.copyid.FarKeys;
import dev.aikagi.tools.copyid.FarPath;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.ssh.LoggedIn;
import dev.aikagi.tools.ssh.RemoteProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists what opens what. */
public final class Inventory {
  private final InventoryLine line;
  private final Surroundings system;
  private final PrintStream errors;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean failed;

  /** Read when the first line asks for it. */
  private Optional<LoginLog> systemLog = Optional.empty();

  private boolean systemLogRead;

  private Inventory(InventoryLine line, Surroundings system, PrintStream errors) {
    this.line = line;
    this.system = system;
    this.errors = errors;
  }

  /**
   * Runs it with the words behind --inventory.
   *
   * @return the exit code
   * @throws Fatal with an empty text for a wrong command line
   */
  public static int run(
      List<String> words, Surroundings system, PrintStream out, PrintStream errors) throws Fatal {
    Inventory inventory = new Inventory(InventoryLine.parse(words, errors), system, errors);
    inventory.collect();
    inventory.print(out);
    return inventory.failed ? Exit.FAILURE : Exit.OK;
  }

  private void collect() throws Fatal {
    Optional<LoginLog> given = givenLog();
    if (line.targets().isEmpty()) {
      Path own = system.home().resolve(".ssh");
      if (!Files.isDirectory(own)) {
        throw new Fatal(own + ": No such file or directory", Exit.FAILURE);
      }
      add(folder(own), given, true, Optional.of(system.user()));
    }
    for (String target : line.targets()) {
      Path path = Path.of(target);
      boolean isHost = target.startsWith("ssh://") || target.contains("@");
      if (Files.isDirectory(path)) {
        add(folder(path), given, true, Optional.empty());
      } else if (Files.exists(path)) {
        add(
            new KeyFolder(system.clock(), Optional.empty()).authorized(path),
            given,
            true,
            Optional.empty());
      } else if (isHost || target.indexOf('/') < 0) {
        add(far(target), given, false, Optional.empty());
      } else {
        throw new Fatal(target + ": No such file or directory", Exit.FAILURE);
      }
    }
  }

  private Optional<LoginLog> givenLog() throws Fatal {
    if (line.log().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LoginLog.of(Path.of(line.log().get()), system.clock()));
    } catch (IOException e) {
      throw new Fatal(line.log().get() + ": " + FileFault.sentence(e), Exit.FAILURE);
    }
  }

  /**
   * @param here whether it is this machine's sshd that looks at them
   * @param user whose they are, where that is known
   */
  private void add(
      List<Entry> found, Optional<LoginLog> given, boolean here, Optional<String> user) {
    for (Entry entry : found) {
      if (entry.kind() == Entry.Kind.AUTHORIZED_KEY && entry.key().isPresent()) {
        Optional<LoginLog> log = given.isPresent() || !here ? given : systemLog();
        LogLine last = last(log, entry.key().get(), user);
        entries.add(last == null ? entry : entry.with(last));
      } else {
        entries.add(entry);
      }
    }
  }

  private static @Nullable LogLine last(
      Optional<LoginLog> log, KeyFacts key, Optional<String> user) {
    return log.flatMap(l -> l.last(key.fingerprint(), user)).orElse(null);
  }

  private Optional<LoginLog> systemLog() {
    if (!systemLogRead) {
      systemLogRead = true;
      systemLog = LoginLog.ofSystem(system);
      if (systemLog.isEmpty()) {
        notes.add("no log of sshd can be read: the last logins are not known (-L names a log)");
      }
    }
    return systemLog;
  }

  private List<Entry> folder(Path folder) throws Fatal {
    try {
      return new KeyFolder(system.clock(), inAgent()).list(folder);
    } catch (IOException e) {
      throw new Fatal(folder + ": " + FileFault.sentence(e), Exit.FAILURE);
    }
  }

  private Optional<Set<Bytes>> inAgent() {
    Optional<String> socket = system.agentSocket().filter(s -> !s.isEmpty());
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    try (AgentClient agent = AgentSocket.connect(Path.of(socket.get()))) {
      return Optional.of(
          agent.identities().usable().stream()
              .map(i -> i.key().blob())
              .collect(Collectors.toSet()));
    } catch (AgentException e) {
      notes.add("the agent does not answer: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** One that cannot be reached does not hide the others. */
  private List<Entry> far(String name) {
    Destination destination = new Destination(line.forSsh(), name, line.verbose());
    try (LoggedIn login = LoggedIn.at(destination.forSsh(List.of()), Optional.empty(), errors);
        FarKeys far = FarKeys.read(login, FarPath.of(Optional.empty()), true, _ -> {})) {
      String place = name + ":" + Shown.of(far.keys().path());
      if (far.content().isEmpty()) {
        notes.add(place + " has no key");
      }
      return AuthorizedLines.of(place, far.content().toArray(), system.clock());
    } catch (RemoteProgram.NotStarted e) {
      // ssh has said why.
      notes.add(name + ": no login, so its keys are not known");
    } catch (IOException e) {
      notes.add(name + ": " + e.getMessage());
    }
    failed = true;
    return List.of();
  }

  private void print(PrintStream out) {
    List<Entry> all = Duplicates.marked(entries);
    if (line.json()) {
      out.print(InventoryJson.of(all, notes));
      return;
    }
    if (!all.isEmpty()) {
      new Table(system.clock()).print(all, out);
    }
    out.flush();
    for (String note : notes) {
      errors.println("ssh-keygen: " + Printable.of(note, 4096));
    }
  }
}
