package dev.aikagi.tools.add;

import dev.aikagi.config.TimeSpan;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The command line.
 *
 * @param flags letters without a value
 * @param verbosity how often -v stands there
 * @param lifetime of -t in seconds; 0 for none
 * @param destinations of -h, as they were typed
 * @param hostKeyFiles of -H
 * @param card the library of -s or -e, whichever came last
 * @param provider of -S: the library for keys inside authenticators
 * @param operands files, or "-"
 */
record AddLine(
    Set<Character> flags,
    int verbosity,
    FingerprintHash hash,
    long lifetime,
    List<String> destinations,
    List<String> hostKeyFiles,
    Optional<String> card,
    Optional<String> provider,
    List<String> operands) {
  private static final String LETTERS = "CcDdKkLlNQqTvXxE:e:H:h:M:m:S:s:t:";

  boolean has(char letter) {
    return flags.contains(letter);
  }

  static AddLine parse(List<String> words, PrintStream errors) throws Fatal {
    return new Parser(errors).parse(words);
  }

  private static final class Parser {
    private final PrintStream errors;
    private final Set<Character> flags = new HashSet<>();
    private final List<String> destinations = new ArrayList<>();
    private final List<String> hostKeyFiles = new ArrayList<>();
    private int verbosity;
    private FingerprintHash hash = FingerprintHash.SHA256;
    private long lifetime;
    private Optional<String> card = Optional.empty();
    private Optional<String> provider = Optional.empty();

    Parser(PrintStream errors) {
      this.errors = errors;
    }

    AddLine parse(List<String> words) throws Fatal {
      // As lines of OpenSSH's log, which these are there.
      ByteArrayOutputStream faults = new ByteArrayOutputStream();
      PrintStream said = new PrintStream(faults, true, StandardCharsets.UTF_8);
      Getopt options = new Getopt(LETTERS, words, said);
      for (int letter; (letter = options.next()) != Getopt.END; ) {
        if (letter == Getopt.FAULT) {
          errors.print(faults.toString(StandardCharsets.UTF_8).replace("\n", "\r\n"));
          throw usage();
        }
        take((char) letter, options);
      }
      return new AddLine(
          flags,
          verbosity,
          hash,
          lifetime,
          List.copyOf(destinations),
          List.copyOf(hostKeyFiles),
          card,
          provider,
          options.operands());
    }

    private void take(char letter, Getopt options) throws Fatal {
      switch (letter) {
        case 'v' -> verbosity++;
        case 'E' ->
            hash =
                FingerprintHash.named(options.value())
                    .orElseThrow(
                        () -> new Fatal("Invalid hash algorithm \"" + options.value() + "\""));
        case 'H' -> hostKeyFiles.add(options.value());
        case 'h' -> destinations.add(options.value());
        case 'l', 'L' -> either('l', 'L', letter);
        case 'x', 'X' -> either('x', 'X', letter);
        case 's' -> card = Optional.of(options.value());
        case 'e' -> {
          flags.add('d');
          card = Optional.of(options.value());
        }
        case 't' -> {
          OptionalLong seconds = TimeSpan.seconds(options.value());
          if (seconds.isEmpty()) {
            errors.println("Invalid lifetime");
            throw new Fatal("", Exit.FAILURE);
          }
          lifetime = seconds.getAsLong();
        }
        case 'S' -> provider = Optional.of(options.value());
        // Of a type of key that OpenSSH has given up.
        case 'M', 'm' -> {}
        default -> flags.add(letter);
      }
    }

    private void either(char one, char other, char letter) throws Fatal {
      if (flags.contains(one) || flags.contains(other)) {
        throw new Fatal("-" + (flags.contains(one) ? one : other) + " flag already specified");
      }
      flags.add(letter);
    }

    private Fatal usage() {
      errors.print(Usage.TEXT);
      return new Fatal("", Exit.FAILURE);
    }
  }
}
