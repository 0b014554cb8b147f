package dev.aikagi.tools.sftp;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Target;
import dev.aikagi.tools.files.Tuning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** sftp's command line: its own flags, those that are for ssh, and the destination. */
final class CommandLine {
  private static final String OPTIONS = "1246AafhNpqrvCc:D:i:l:o:s:S:b:B:F:J:P:R:X:";

  private final PrintStream errors;

  /** What ssh is started with besides the destination, in their order. */
  private final List<String> forSsh =
      new ArrayList<>(
          List.of("-oForwardX11 no", "-oPermitLocalCommand no", "-oClearAllForwardings yes"));

  private Optional<Target> target = Optional.empty();
  private Optional<String> localPath = Optional.empty();
  private OptionalInt port = OptionalInt.empty();
  private Optional<String> direct = Optional.empty();
  private Optional<String> program = Optional.empty();
  private Optional<String> batchFile = Optional.empty();
  private Optional<String> subsystem = Optional.empty();
  private boolean forwardsAgent;
  private boolean resumes;
  private boolean syncs;
  private boolean preserves;
  private boolean recursive;
  private boolean quiet;
  private boolean talks;
  private int verbosity;
  private Tuning tuning = Tuning.BEST;

  private CommandLine(PrintStream errors) {
    this.errors = errors;
  }

  static CommandLine parse(List<String> words, PrintStream errors) throws Fatal {
    CommandLine line = new CommandLine(errors);
    line.read(words);
    return line;
  }

  private void read(List<String> words) throws Fatal {
    Getopt getopt = new Getopt(OPTIONS, words, errors);
    for (int flag = getopt.next(); flag != Getopt.END; flag = getopt.next()) {
      if (flag == Getopt.FAULT) {
        throw usage();
      }
      flag((char) flag, getopt);
    }
    if (direct.isPresent()) {
      return;
    }
    List<String> operands = getopt.operands();
    if (operands.isEmpty() || operands.size() > 2) {
      throw usage();
    }
    if (operands.size() == 2) {
      localPath = Optional.of(Octets.ofText(operands.get(1)));
    }
    target = Target.parse(Octets.ofText(operands.getFirst()));
    if (target.isEmpty()) {
      if (!operands.getFirst().startsWith("sftp://")) {
        errors.println("Missing hostname");
      }
      throw usage();
    }
    if (target.get().host().startsWith("-") || target.get().user().orElse("").startsWith("-")) {
      // What ssh would take for an option (CVE-2017-1000117 and its kind). OpenSSH's leaves it to
      // ssh, and with -S to a program that nobody knows.
      throw new Fatal("hostname contains invalid characters");
    }
    if (target.get().port().isPresent()) {
      port = target.get().port();
    }
  }

  private Fatal usage() {
    errors.print(Usage.TEXT);
    return new Fatal("", Exit.FAILURE);
  }

  private void flag(char flag, Getopt getopt) throws Fatal {
    switch (flag) {
      case '1' -> throw new Fatal("SSH protocol v.1 is no longer supported");
      case '2' -> {}
      case '4', '6', 'C' -> forSsh.add("-" + flag);
      case 'A' -> {
        forwardsAgent = true;
        forSsh.add("-A");
      }
      case 'a' -> resumes = true;
      case 'f' -> syncs = true;
      case 'N' -> talks = true;
      case 'p' -> preserves = true;
      case 'r' -> recursive = true;
      case 'q' -> {
        quiet = true;
        forSsh.add("-q");
      }
      case 'v' -> {
        if (verbosity < 3) {
          verbosity++;
          forSsh.add("-v");
        }
      }
      case 'h' -> throw usage();
      default -> valued(flag, getopt.value());
    }
  }

  private void valued(char flag, String value) throws Fatal {
    switch (flag) {
      case 'c', 'F', 'i', 'J', 'o' -> forSsh.addAll(List.of("-" + flag, value));
      case 'P' -> {
        port = Target.port(value);
        if (port.isEmpty()) {
          throw new Fatal("Bad port \"" + value + "\"");
        }
      }
      case 'b' -> {
        if (batchFile.isPresent()) {
          throw new Fatal("Batch file already specified.");
        }
        batchFile = Optional.of(value);
        forSsh.add("-obatchmode yes");
      }
      case 'B' -> tuning = tuning.withBuffer(value, "");
      case 'R' -> tuning = tuning.withRequests(value, "");
      case 'D' -> direct = Optional.of(value);
      case 'l' -> tuning = tuning.withLimit(value).orElseThrow(this::usage);
      case 's' -> subsystem = Optional.of(value);
      case 'S' -> program = Optional.of(value);
      case 'X' -> tuning = tuning.withOption(value);
      default -> throw usage();
    }
  }

  /** The words for ssh or whatever is in its place, without its own name. */
  List<String> sshWords() {
    Target to = target.orElseThrow();
    List<String> words = new ArrayList<>(forSsh);
    if (!forwardsAgent) {
      words.add("-oForwardAgent no");
    }
    port.ifPresent(p -> words.add("-oPort " + p));
    to.user().ifPresent(u -> words.addAll(List.of("-l", Octets.text(u))));
    // A path is a command to run, not the name of a subsystem.
    if (subsystem.filter(s -> s.indexOf('/') >= 0).isEmpty()) {
      words.add("-s");
    }
    words.addAll(List.of("--", Octets.text(to.host()), subsystem.orElse("sftp")));
    return words;
  }

  Optional<Target> target() {
    return target;
  }

  /** Where to put what the destination names. */
  Optional<String> localPath() {
    return localPath;
  }

  /** -D: the server program to start here, as a line of words. */
  Optional<String> direct() {
    return direct;
  }

  /** -S: the program in the place of ssh. */
  Optional<String> program() {
    return program;
  }

  Optional<String> batchFile() {
    return batchFile;
  }

  boolean resumes() {
    return resumes;
  }

  boolean syncs() {
    return syncs;
  }

  boolean preserves() {
    return preserves;
  }

  boolean recursive() {
    return recursive;
  }

  /** -q and -b make it quiet, unless -N says no. */
  boolean quiet() {
    return (quiet || batchFile.isPresent()) && !talks;
  }

  /** Whether transfers show how far they are, on a terminal. -N makes no difference. */
  boolean showsProgress() {
    return !quiet && batchFile.isEmpty();
  }

  int verbosity() {
    return verbosity;
  }

  Tuning tuning() {
    return tuning;
  }
}
