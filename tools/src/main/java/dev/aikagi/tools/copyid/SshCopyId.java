package dev.aikagi.tools.copyid;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.ssh.LoggedIn;
import dev.aikagi.tools.ssh.RemoteProgram;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ssh-copy-id program. */
public final class SshCopyId {
  private static final String NAME = "ssh-copy-id: ";

  private final CommandLine line;
  private final PrintStream out;
  private final PrintStream errors;

  private SshCopyId(CommandLine line, PrintStream out, PrintStream errors) {
    this.line = line;
    this.out = out;
    this.errors = errors;
  }

  /** What was seen of the server while the keys were written. */
  private record Visited(
      String destination, String software, String path, List<Mode> modes, Addition addition) {}

  /** Runs it with the words after its name; the exit code. */
  public static int run(List<String> args) {
    PrintStream errors = System.err;
    try {
      return new SshCopyId(CommandLine.parse(args, errors), System.out, errors).start();
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        errors.println("\n" + NAME + "ERROR: " + e.text());
      }
      return e.status();
    }
  }

  private int start() throws Fatal {
    KeySource source = KeySource.of(line, System.getenv());
    info("Source of key(s) to be installed: \"" + source.shown() + "\"");
    List<InstallKey> keys = line.force() ? source.keys() : unknownKeys(source.keys());
    if (keys.isEmpty()) {
      errors.println(
          "\n"
              + NAME
              + "WARNING: All keys were skipped because they already exist on the remote system.\n"
              + "\t\t(if you think this is a mistake, you may want to use -f option)\n");
      return Exit.OK;
    }
    if (line.dry()) {
      showOnly(keys);
      return Exit.OK;
    }
    Visited visited = install(keys);
    out.println("\nNumber of key(s) added: " + visited.addition.missing().size() + "\n");
    out.println(
        "Now try logging into the machine, with:   \""
            + line.loginCommand()
            + "\"\nand check to make sure that only the key(s) you wanted were added.\n");
    out.flush();
    boolean allOpen = true;
    for (InstallKey key : keys) {
      allOpen &= check(key, visited);
    }
    return allOpen ? Exit.OK : Exit.FAILURE;
  }

  private void info(String text) {
    errors.println(NAME + "INFO: " + text);
  }

  private List<InstallKey> unknownKeys(List<InstallKey> keys) throws Fatal {
    info("attempting to log in with the new key(s), to filter out any that are already installed");
    List<InstallKey> left = new ArrayList<>();
    for (InstallKey key : keys) {
      Door door = Door.tried(key, line);
      switch (door) {
        case Door.NotReached n -> throw notReached(n);
        case Door.Unusable u ->
            throw new Fatal(
                "the server accepts "
                    + key.name()
                    + " already, but it cannot be used here:"
                    + reasons(u),
                Exit.FAILURE);
        default -> {
          if (!door.knowsKey()) {
            left.add(key);
          }
        }
      }
    }
    if (!left.isEmpty()) {
      info(
          left.size()
              + " key(s) remain to be installed -- if you are prompted now it is to install the new"
              + " keys");
    }
    return left;
  }

  private static String reasons(Door.Unusable door) {
    StringBuilder out = new StringBuilder();
    door.said()
        .lines()
        .filter(l -> !l.contains("Permission denied ("))
        .forEach(l -> out.append("\n\t").append(l.strip()));
    return out.append("\n\t- ").append(Evidence.sentence(door.why())).toString();
  }

  private static Fatal notReached(Door.NotReached door) {
    String said = door.said().strip().replace("\r", "");
    // With -x, ssh has said it itself.
    return new Fatal(said.isEmpty() ? "" : said.replace("\n", "\nERROR: ") + "\n", Exit.FAILURE);
  }

  private void showOnly(List<InstallKey> keys) {
    out.println("=-=-=-=-=-=-=-=\nWould have added the following key(s):\n");
    keys.forEach(key -> out.println(key.line()));
    out.println("=-=-=-=-=-=-=-=");
  }

  private Visited install(List<InstallKey> keys) throws Fatal {
    FarPath path = FarPath.of(line.target());
    try (LoggedIn login = LoggedIn.at(line.forSsh(List.of()), Optional.empty(), errors);
        FarKeys far =
            line.sftp()
                ? FarKeys.bySftp(login, path)
                : FarKeys.read(login, path, line.target().isEmpty(), this::info)) {
      return write(login, far.keys(), far.content().toArray(), keys);
    } catch (RemoteProgram.NotStarted e) {
      // ssh has said why.
      throw new Fatal("", Exit.FAILURE);
    } catch (IOException e) {
      throw new Fatal(Shown.of(path.file()) + " of the server: " + e.getMessage(), Exit.FAILURE);
    }
  }

  private Visited write(LoggedIn login, RemoteKeys far, byte[] content, List<InstallKey> keys)
      throws IOException {
    Addition addition = Addition.to(content, keys);
    for (Addition.Present p : addition.present()) {
      info(
          p.key().name()
              + " is in line "
              + p.line()
              + " of "
              + Shown.of(far.path())
              + " already"
              + (p.hasOptions() ? ", with options" : ""));
    }
    List<Mode> modes = far.append(addition.text().toArray());
    return new Visited(login.destination(), login.serverSoftware(), far.path(), modes, addition);
  }

  /** Whether it opens the door now. */
  private boolean check(InstallKey key, Visited visited) throws Fatal {
    String where = visited.destination;
    switch (Door.tried(key, line)) {
      case Door.Opened _ -> out.println("Checked: " + key.name() + " opens " + where + ".");
      case Door.Accepted _ ->
          out.println(
              "Checked: "
                  + where
                  + " accepts "
                  + key.name()
                  + (key.privateHalf().filter(Files::notExists).isPresent()
                      ? " (its private half is not here)."
                      : " (its passphrase was not asked for)."));
      case Door.OneOfSeveral _ ->
          out.println(
              "Checked: " + where + " accepts " + key.name() + " and wants more besides it.");
      case Door.NoLock _ ->
          out.println("Checked: " + where + " lets everybody in, without any key.");
      case Door.NotReached n -> throw notReached(n);
      case Door.Unusable u -> {
        errors.println(
            NAME
                + "ERROR: "
                + where
                + " accepts "
                + key.name()
                + ", but it cannot be used here:"
                + reasons(u));
        return false;
      }
      case Door.Shut shut -> {
        errors.println(
            NAME
                + "ERROR: "
                + key.name()
                + " is in "
                + Shown.of(visited.path)
                + " of "
                + where
                + ", which does not accept it:");
        Evidence.of(key, shut.denied(), visited.modes, visited.path, visited.software)
            .forEach(reason -> errors.println("\t- " + reason));
        return false;
      }
    }
    out.flush();
    return true;
  }
}
