package dev.aikagi.tools.copyid;

import dev.aikagi.tools.Arguments;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** ssh-copy-id's command line: its own flags, and what goes to ssh. */
final class CommandLine implements SshWords {
  private static final String OPTIONS = "fnsxh?i::o:p:F:t:";

  private final PrintStream errors;

  /** A flag that goes to ssh; for sftp, whose -p is another one, the port has another letter. */
  private record Passed(char flag, String value) {}

  private final List<Passed> passed = new ArrayList<>();
  private Optional<String> identity = Optional.empty();
  private Optional<String> target = Optional.empty();
  private String destination = "";
  private boolean force;
  private boolean dry;
  private boolean sftp;
  private boolean verbose;

  private CommandLine(PrintStream errors) {
    this.errors = errors;
  }

  static CommandLine parse(List<String> args, PrintStream errors) throws Fatal {
    CommandLine line = new CommandLine(errors);
    line.read(Arguments.octets(args));
    return line;
  }

  private void read(List<String> words) throws Fatal {
    Getopt getopt = new Getopt(OPTIONS, words, errors);
    for (int flag = getopt.next(); flag != Getopt.END; flag = getopt.next()) {
      switch (flag) {
        case 'f' -> force = true;
        case 'n' -> dry = true;
        case 's' -> sftp = true;
        case 'x' -> verbose = true;
        case 'i' -> identity(getopt);
        case 't' -> target(getopt.value());
        case 'o', 'p', 'F' -> passed.add(new Passed((char) flag, Octets.text(getopt.value())));
        default -> throw usage();
      }
    }
    operand(getopt.operands());
  }

  private void operand(List<String> operands) throws Fatal {
    if (operands.isEmpty()) {
      throw usage();
    }
    if (operands.size() > 1) {
      errors.println(
          "ssh-copy-id: ERROR: Too many arguments.  Expecting a target hostname, got: "
              + Shown.of(String.join(" ", operands))
              + "\n");
      throw usage();
    }
    destination = Octets.text(operands.getFirst());
    // Behind a "--" it may begin so: for ssh it would be an option (CVE-2017-1000117 and its kin).
    // A path is the file of -i, behind which the host was forgotten.
    boolean path = destination.indexOf('/') >= 0 && !destination.startsWith("ssh://");
    if (destination.startsWith("-") || destination.isEmpty() || path) {
      throw usage();
    }
  }

  /** The word behind is its value only if one is left for the host. */
  private void identity(Getopt getopt) throws Fatal {
    if (identity.isPresent()) {
      errors.println("\nssh-copy-id: ERROR: -i option must not be specified more than once\n");
      throw usage();
    }
    String value = getopt.value();
    List<String> rest = getopt.operands();
    if (value.isEmpty() && rest.size() > 1 && !rest.getFirst().startsWith("-")) {
      value = rest.getFirst();
      getopt.resume(getopt.index() + 1);
    }
    identity = Optional.of(Octets.text(value));
  }

  private void target(String path) throws Fatal {
    if (path.isEmpty() || path.endsWith("/") || path.indexOf('\n') >= 0) {
      throw new Fatal("-t: \"" + Shown.of(path) + "\" names no file", Exit.FAILURE);
    }
    target = Optional.of(path);
  }

  private Fatal usage() {
    errors.print(Usage.TEXT);
    return new Fatal("", Exit.FAILURE);
  }

  /** -i: empty text for the default file; nothing where the agent is asked first. */
  Optional<String> identity() {
    return identity;
  }

  /** -t, as octets. */
  Optional<String> target() {
    return target;
  }

  String destination() {
    return destination;
  }

  /** -f: whatever the server accepts already, and without the private half. */
  boolean force() {
    return force;
  }

  boolean dry() {
    return dry;
  }

  boolean sftp() {
    return sftp;
  }

  @Override
  public boolean verbose() {
    return verbose;
  }

  /** For ssh: what comes first wins, then the person's own words, then the destination. */
  @Override
  public List<String> forSsh(List<String> first) {
    List<String> options = passed.stream().flatMap(p -> Stream.of("-" + p.flag, p.value)).toList();
    return new Destination(options, destination, verbose).forSsh(first);
  }

  /** What a person can type now, for a shell. */
  String loginCommand() {
    StringBuilder out = new StringBuilder(sftp ? "sftp" : "ssh");
    identity
        .filter(file -> !file.isEmpty())
        .ifPresent(file -> out.append(" -i ").append(quoted(KeyFiles.privateName(file))));
    for (Passed p : passed) {
      char flag = sftp && p.flag == 'p' ? 'P' : p.flag;
      out.append(" -").append(flag).append(' ').append(quoted(p.value));
    }
    return out.append(' ').append(quoted(destination)).toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
