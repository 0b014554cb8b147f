package dev.aikagi.tools.sshd;

import dev.aikagi.tools.Getopt;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of sshd.
 *
 * @param debugLevel how often -d stood there
 * @param connections the -C arguments
 * @param options the -o arguments
 * @param family "inet", "inet6", or empty
 */
record SshdOptions(
    Optional<String> configFile,
    List<Integer> ports,
    List<String> options,
    List<String> hostKeys,
    List<String> hostCertificates,
    List<String> connections,
    Optional<String> logFile,
    Optional<String> loginGraceTime,
    Optional<String> family,
    int debugLevel,
    boolean stayInForeground,
    boolean logToStderr,
    boolean inetd,
    boolean quiet,
    boolean testConfig,
    boolean dumpConfig,
    boolean dumpOnly,
    boolean version) {

  private static final String LETTERS = "C:E:b:c:f:g:h:k:o:p:u:46DGQRTdeiqrtV";
  private static final int MAX_DEBUG = 3;
  private static final int MAX_PORTS = 256;

  /** What is wrong with the command line, as sshd says it. */
  static final class BadUsageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean showUsage;

    BadUsageException(String message, boolean showUsage) {
      super(message);
      this.showUsage = showUsage;
    }

    boolean showUsage() {
      return showUsage;
    }
  }

  static final String USAGE =
      """
      usage: sshd [-46DdeGiqTtV] [-C connection_spec] [-c host_cert_file]
                  [-E log_file] [-f config_file] [-g login_grace_time]
                  [-h host_key_file] [-o option] [-p port] [-u len]
             sshd --explain --user name [--key file] [--from address]
                  [-f config_file] [-o option] [-C connection_spec]
      """;

  static SshdOptions parse(List<String> words, PrintStream errors) throws BadUsageException {
    Builder b = new Builder();
    Getopt getopt = new Getopt(LETTERS, words, errors);
    for (int letter; (letter = getopt.next()) != Getopt.END; ) {
      if (letter == Getopt.FAULT) {
        throw new BadUsageException("", true);
      }
      b.take((char) letter, getopt);
    }
    List<String> rest = getopt.operands();
    if (!rest.isEmpty()) {
      throw new BadUsageException("Extra argument " + rest.getFirst() + ".", false);
    }
    return b.build();
  }

  /** What was seen so far. */
  private static final class Builder {
    private final List<Integer> ports = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> hostKeys = new ArrayList<>();
    private final List<String> hostCertificates = new ArrayList<>();
    private final List<String> connections = new ArrayList<>();
    private Optional<String> configFile = Optional.empty();
    private Optional<String> logFile = Optional.empty();
    private Optional<String> loginGraceTime = Optional.empty();
    private Optional<String> family = Optional.empty();
    private int debugLevel;
    private final StringBuilder flags = new StringBuilder();

    void take(char letter, Getopt getopt) throws BadUsageException {
      switch (letter) {
        case '4' -> family = Optional.of("inet");
        case '6' -> family = Optional.of("inet6");
        case 'f' -> configFile = Optional.of(getopt.value());
        case 'c' -> hostCertificates.add(getopt.value());
        case 'd' -> debugLevel = Math.min(MAX_DEBUG, debugLevel + 1);
        case 'E' -> logFile = Optional.of(getopt.value());
        case 'p' -> ports.add(port(getopt.value()));
        case 'g' -> loginGraceTime = Optional.of(getopt.value());
        case 'h' -> hostKeys.add(getopt.value());
        case 'C' -> connections.add(getopt.value());
        case 'o' -> options.add(getopt.value());
        case 'u' -> utmpLength(getopt.value());
        // Of protocol 1 and of re-execution; ignored there and here.
        case 'b', 'k', 'Q', 'r' -> {}
        case 'R' ->
            throw new BadUsageException("-R is for sshd's own use and does not exist here", false);
        default -> flags.append(letter);
      }
    }

    private int port(String text) throws BadUsageException {
      if (ports.size() >= MAX_PORTS) {
        throw new BadUsageException("too many ports.", false);
      }
      try {
        int port = Integer.parseInt(text);
        if (port > 0 && port <= 0xffff) {
          return port;
        }
      } catch (NumberFormatException e) {
        // The sentence below says it.
        throw new BadUsageException("Bad port number.", false);
      }
      throw new BadUsageException("Bad port number.", false);
    }

    private static void utmpLength(String text) throws BadUsageException {
      boolean valid = !text.isEmpty() && text.length() <= 4;
      for (int i = 0; i < text.length(); i++) {
        valid &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
      }
      if (!valid) {
        throw new BadUsageException("", true);
      }
    }

    private boolean flag(char letter) {
      return flags.indexOf(String.valueOf(letter)) >= 0;
    }

    SshdOptions build() {
      return new SshdOptions(
          configFile,
          List.copyOf(ports),
          List.copyOf(options),
          List.copyOf(hostKeys),
          List.copyOf(hostCertificates),
          List.copyOf(connections),
          logFile,
          loginGraceTime,
          family,
          debugLevel,
          flag('D') || debugLevel > 0,
          flag('e') || debugLevel > 0,
          flag('i'),
          flag('q'),
          flag('t'),
          flag('T'),
          flag('G'),
          flag('V'));
    }
  }
}
