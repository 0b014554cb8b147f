package dev.aikagi.tools.scp;

import dev.aikagi.tools.Arguments;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import dev.aikagi.tools.files.Target;
import dev.aikagi.tools.files.Tuning;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** scp's command line: its own flags, those that are for ssh, and those of the server's end. */
final class CommandLine {
  private static final String OPTIONS = "12346ABCTdfOpqRrstvD:F:J:P:S:c:i:l:o:X:";

  /** Which end of the old protocol this is; the server's are started by the other scp. */
  enum Role {
    CLIENT,
    SENDER,
    RECEIVER
  }

  private final PrintStream errors;

  /** What ssh is started with besides the destination, in their order. */
  private final List<String> forSsh =
      new ArrayList<>(
          List.of(
              "-x",
              "-oPermitLocalCommand=no",
              "-oClearAllForwardings=yes",
              "-oRemoteCommand=none",
              "-oRequestTTY=no"));

  /** The same of the ssh that starts an scp on the host that has the files (-R). */
  private final List<String> forDirect =
      new ArrayList<>(List.of("-x", "-oClearAllForwardings=yes", "-n"));

  private List<String> operands = List.of();
  private OptionalInt port = OptionalInt.empty();
  private Optional<String> server = Optional.empty();
  private Optional<String> program = Optional.empty();
  private Role role = Role.CLIENT;
  private Tuning tuning = Tuning.BEST;
  private boolean old;
  private boolean direct;
  private boolean preserves;
  private boolean recursive;
  private boolean quiet;
  private boolean intoFolder;
  private boolean trusting;
  private boolean verbose;

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
    operands = Arguments.octets(getopt.operands());
    if (role == Role.CLIENT && operands.size() < 2) {
      throw usage();
    }
    intoFolder |= operands.size() > 2 && role == Role.CLIENT;
    forSsh.add("-oForwardAgent=no");
  }

  private Fatal usage() {
    errors.print(Usage.TEXT);
    return new Fatal("", Exit.FAILURE);
  }

  private void flag(char flag, Getopt getopt) throws Fatal {
    switch (flag) {
      case '1' -> throw new Fatal("SSH protocol v.1 is no longer supported");
      case '2' -> {}
      case '3' -> direct = false;
      case 'R' -> direct = true;
      case '4', '6', 'A', 'C' -> pass("-" + flag);
      case 'B' -> pass("-oBatchmode=yes");
      case 'O' -> old = true;
      case 's' -> old = false;
      case 'T' -> trusting = true;
      case 'd' -> intoFolder = true;
      case 'f' -> role = Role.SENDER;
      case 't' -> role = Role.RECEIVER;
      case 'p' -> preserves = true;
      case 'r' -> recursive = true;
      case 'q' -> {
        quiet = true;
        pass("-q");
      }
      case 'v' -> {
        verbose = true;
        pass("-v");
      }
      default -> valued(flag, getopt.value());
    }
  }

  private void pass(String... words) {
    forSsh.addAll(List.of(words));
    forDirect.addAll(List.of(words));
  }

  private void valued(char flag, String value) throws Fatal {
    switch (flag) {
      case 'c', 'F', 'i', 'J', 'o' -> pass("-" + flag, value);
      case 'P' -> {
        port = Target.port(value);
        if (port.isEmpty()) {
          throw new Fatal("bad port \"" + value + "\"");
        }
      }
      case 'D' -> server = Optional.of(value);
      case 'S' -> program = Optional.of(value);
      case 'l' -> tuning = tuning.withLimit(value).orElseThrow(this::usage);
      case 'X' -> tuning = tuning.withOption(value);
      default -> throw usage();
    }
  }

  /** ssh's options; the destination follows them. */
  List<String> forSsh() {
    return forSsh;
  }

  /** The same for -R. */
  List<String> forDirect() {
    return forDirect;
  }

  /** Sources and target, as octets. */
  List<String> operands() {
    return operands;
  }

  /** -P: of hosts that are not given with a port of their own. */
  OptionalInt port() {
    return port;
  }

  /** -D: the server of SFTP to start here. */
  Optional<String> server() {
    return server;
  }

  /** -S: the program in the place of ssh. */
  Optional<String> program() {
    return program;
  }

  Role role() {
    return role;
  }

  Tuning tuning() {
    return tuning;
  }

  /** -O: the protocol that scp had before SFTP. */
  boolean old() {
    return old;
  }

  /** -R: between two hosts without this one in the middle. */
  boolean direct() {
    return direct;
  }

  boolean preserves() {
    return preserves;
  }

  boolean recursive() {
    return recursive;
  }

  boolean quiet() {
    return quiet;
  }

  /** The target must be a folder: said by -d, and by several sources. */
  boolean intoFolder() {
    return intoFolder;
  }

  /** -T: a server may send other names than were asked for. */
  boolean trusting() {
    return trusting;
  }

  boolean verbose() {
    return verbose;
  }

  /** The command that starts the other end of the old protocol, up to the path. */
  String remoteCommand() {
    return "scp"
        + (verbose ? " -v" : "")
        + (recursive ? " -r" : "")
        + (preserves ? " -p" : "")
        + (intoFolder ? " -d" : "");
  }
}
