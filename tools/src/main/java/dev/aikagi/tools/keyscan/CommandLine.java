package dev.aikagi.tools.keyscan;

import dev.aikagi.config.Ports;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.SshfpRecord;
import dev.aikagi.posix.Resolver;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked of whom, and how it is printed.
 *
 * @param types of plain keys, or of certificates with -c
 * @param timeout for one connection, from its first packet to the proven key
 * @param records whether SSHFP records are printed in place of lines for known_hosts
 * @param hashes of the records
 * @param lists names of files; "-" is standard input
 */
record CommandLine(
    Resolver.Family family,
    int port,
    Duration timeout,
    Set<KeyType> types,
    boolean records,
    List<FingerprintHash> hashes,
    boolean hashedNames,
    boolean quiet,
    boolean verbose,
    List<String> lists,
    List<String> hosts) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int DEFAULT_PORT = 22;

  /** Collects what the letters say. */
  private static final class Reader {
    private Resolver.Family family = Resolver.Family.ANY;
    private int port = DEFAULT_PORT;
    private Duration timeout = TIMEOUT;
    private Set<KeyType> types = KeyScope.DEFAULT;
    private boolean certificates;
    private boolean records;
    private List<FingerprintHash> hashes = SshfpRecord.HASHES;
    private boolean hashedNames;
    private boolean quiet;
    private boolean verbose;
    private final List<String> lists = new ArrayList<>();

    private void take(char letter, Getopt options) throws Fatal {
      switch (letter) {
        case '4' -> family = Resolver.Family.INET;
        case '6' -> family = Resolver.Family.INET6;
        case 'c' -> certificates = true;
        case 'D' -> records = true;
        case 'H' -> hashedNames = true;
        case 'q' -> quiet = true;
        case 'v' -> verbose = true;
        case 'f' -> lists.add(options.value());
        case 'O' -> hashes = hashes(options.value());
        case 'p' -> port = port(options.value());
        case 'T' -> timeout = timeout(options.value());
        case 't' -> types = types(options.value());
        default -> throw new IllegalStateException("-" + letter);
      }
    }

    private CommandLine line(List<String> hosts) {
      return new CommandLine(
          family,
          port,
          timeout,
          certificates ? certified(types) : types,
          records,
          hashes,
          hashedNames,
          quiet,
          verbose,
          List.copyOf(lists),
          List.copyOf(hosts));
    }
  }

  static CommandLine parse(List<String> words, PrintStream errors) throws Fatal {
    Reader reader = new Reader();
    Getopt options = new Getopt("46cDHqvf:O:p:T:t:", words, errors);
    for (int letter; (letter = options.next()) != Getopt.END; ) {
      if (letter == Getopt.FAULT) {
        throw usage("");
      }
      reader.take((char) letter, options);
    }
    CommandLine line = reader.line(options.operands());
    if (line.lists.isEmpty() && line.hosts.isEmpty()) {
      throw usage("");
    }
    return line;
  }

  private static Fatal usage(String fault) {
    return new Fatal((fault.isEmpty() ? "" : fault + "\n") + Usage.TEXT.strip(), Exit.FAILURE);
  }

  private static Set<KeyType> certified(Set<KeyType> plain) {
    return plain.stream()
        .flatMap(t -> t.certificateType().stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(KeyType.class)));
  }

  private static int port(String value) throws Fatal {
    int port = Ports.parse(value);
    if (port <= 0) {
      throw new Fatal("Bad port '" + value + "'", Exit.FAILURE);
    }
    return port;
  }

  private static Duration timeout(String value) throws Fatal {
    try {
      int seconds = Integer.parseInt(value);
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      // Said below, in the same words as for zero.
    }
    throw usage("Bad timeout '" + value + "'");
  }

  private static Set<KeyType> types(String value) throws Fatal {
    List<KeyScope> scopes = new ArrayList<>();
    for (String word : value.split(",", -1)) {
      scopes.add(
          KeyScope.named(word).orElseThrow(() -> new Fatal("Unknown key type \"" + word + "\"")));
    }
    return KeyScope.types(scopes);
  }

  private static List<FingerprintHash> hashes(String option) throws Fatal {
    String name = option.substring(option.indexOf('=') + 1);
    if (!option.toLowerCase(java.util.Locale.ROOT).startsWith("hashalg=")) {
      throw new Fatal("Unsupported -O option: " + option);
    }
    return FingerprintHash.named(name)
        .filter(SshfpRecord.HASHES::contains)
        .map(List::of)
        .orElseThrow(() -> new Fatal("Unsupported hash algorithm: " + name));
  }
}
