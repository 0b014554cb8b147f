package dev.aikagi.tools.sftp;

import dev.aikagi.sftp.Limits;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** sftp's command line: its own flags, those that are for ssh, and the destination. */
final class CommandLine {
  private static final String OPTIONS = "1246AafhNpqrvCc:D:i:l:o:s:S:b:B:F:J:P:R:X:";

  /** OpenSSH's: kibibits in a second, 100 Gbit. */
  private static final long MAX_LIMIT = 100L * 1024 * 1024;

  /** What the client takes; OpenSSH lets any number pass. */
  private static final int MAX_REQUESTS = 1024;

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
  private int buffer;
  private int requests;
  private long bitsPerSecond;

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
      case 'B' -> buffer = size(value).orElseThrow(() -> badBuffer(value, ""));
      case 'R' ->
          requests =
              count(value)
                  .orElseThrow(() -> new Fatal("Invalid number of requests \"" + value + "\""));
      case 'D' -> direct = Optional.of(value);
      case 'l' -> {
        long limit = number(value, MAX_LIMIT).orElseThrow(this::usage);
        bitsPerSecond = limit * 1024;
      }
      case 's' -> subsystem = Optional.of(value);
      case 'S' -> program = Optional.of(value);
      case 'X' -> option(value);
      default -> throw usage();
    }
  }

  private void option(String text) throws Fatal {
    int equals = text.indexOf('=');
    String name = (equals < 0 ? text : text.substring(0, equals)).toLowerCase(Locale.ROOT);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    switch (name) {
      case "buffer" ->
          buffer = size(value).orElseThrow(() -> badBuffer(value, ": Invalid argument"));
      case "nrequests" ->
          requests =
              count(value)
                  .orElseThrow(
                      () -> new Fatal("Invalid number of requests \"" + value + "\": invalid"));
      default -> throw new Fatal("Invalid -X option", Exit.FAILURE);
    }
  }

  private static Fatal badBuffer(String value, String why) {
    return new Fatal("Invalid buffer size \"" + value + "\"" + why);
  }

  /** Bytes with an optional K, M or G. More than a packet holds is no use: it is cut. */
  private static Optional<Integer> size(String text) {
    String digits = text;
    int shift = 0;
    if (!text.isEmpty()) {
      shift =
          switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
          };
      digits = shift == 0 ? text : text.substring(0, text.length() - 1);
    }
    int by = shift;
    return number(digits, Integer.MAX_VALUE).map(n -> (int) Math.min(n << by, Limits.MAX_DATA));
  }

  private static Optional<Integer> count(String text) {
    return number(text, Integer.MAX_VALUE).map(n -> (int) Math.min(n, MAX_REQUESTS));
  }

  private static Optional<Long> number(String text, long most) {
    try {
      long n = Long.parseLong(text);
      return n > 0 && n <= most ? Optional.of(n) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
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

  /** Bytes of one request, or 0 for the best. */
  int buffer() {
    return buffer;
  }

  /** Requests in flight, or 0 for the best. */
  int requests() {
    return requests;
  }

  /** 0 for as fast as it goes. */
  long bitsPerSecond() {
    return bitsPerSecond;
  }
}
