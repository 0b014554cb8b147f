package dev.aikagi.tools.agent;

import dev.aikagi.agent.KeyringOptions;
import dev.aikagi.config.TimeSpan;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Getopt;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The command line.
 *
 * @param flags letters without a value
 * @param cleanings how often -u stands there
 * @param socket of -a
 * @param command to be run with the agent; empty for none
 */
record AgentLine(
    Set<Character> flags,
    int cleanings,
    Optional<String> socket,
    KeeperSettings settings,
    List<String> command) {
  private static final String LETTERS = "cDdksTuUVa:E:O:P:t:";
  private static final String WEBSAFE_ALLOW = "websafe-allow=";

  boolean has(char letter) {
    return flags.contains(letter);
  }

  /** Whether this very process is the agent. */
  boolean isForeground() {
    return has('D') || has('d');
  }

  static AgentLine parse(List<String> words, PrintStream errors) throws Fatal {
    return new Parser(errors).parse(words);
  }

  private static final class Parser {
    private final PrintStream errors;
    private final Set<Character> flags = new HashSet<>();
    private int cleanings;
    private Optional<String> socket = Optional.empty();
    private Optional<String> providers = Optional.empty();
    private Optional<String> applications = Optional.empty();
    private boolean anyApplication;
    private boolean remoteProviders;
    private long lifetime;
    private FingerprintHash hash = FingerprintHash.SHA256;

    Parser(PrintStream errors) {
      this.errors = errors;
    }

    AgentLine parse(List<String> words) throws Fatal {
      Getopt options = new Getopt(LETTERS, words, errors);
      for (int letter; (letter = options.next()) != Getopt.END; ) {
        if (letter == Getopt.FAULT) {
          throw usage();
        }
        take((char) letter, options);
      }
      List<String> command = options.operands();
      boolean forShells = flags.stream().anyMatch(f -> "ckdDs".indexOf(f) >= 0);
      if (!command.isEmpty() && forShells) {
        throw usage();
      }
      return new AgentLine(flags, cleanings, socket, settings(), command);
    }

    private void take(char letter, Getopt options) throws Fatal {
      switch (letter) {
        case 'c', 's' -> {
          if (flags.contains(letter == 'c' ? 's' : 'c')) {
            throw usage();
          }
          flags.add(letter);
        }
        case 'D', 'd' -> {
          if (flags.contains('D') || flags.contains('d')) {
            throw usage();
          }
          flags.add(letter);
        }
        case 'u' -> cleanings++;
        case 'a' -> socket = Optional.of(options.value());
        case 'E' -> hash(options.value());
        case 'O' -> option(options.value());
        case 'P' -> {
          if (providers.isPresent()) {
            throw new Fatal("-P option already specified");
          }
          providers = Optional.of(options.value());
        }
        case 't' -> {
          OptionalLong seconds = TimeSpan.seconds(options.value());
          if (seconds.isEmpty()) {
            errors.println("Invalid lifetime");
            throw usage();
          }
          lifetime = seconds.getAsLong();
        }
        default -> flags.add(letter);
      }
    }

    private void hash(String name) throws Fatal {
      hash =
          FingerprintHash.named(name)
              .orElseThrow(() -> new Fatal("Invalid hash algorithm \"" + name + "\""));
    }

    private void option(String option) throws Fatal {
      if (option.equals("no-restrict-websafe")) {
        anyApplication = true;
      } else if (option.equals("allow-remote-pkcs11")) {
        remoteProviders = true;
      } else if (option.startsWith(WEBSAFE_ALLOW)) {
        if (applications.isPresent()) {
          throw new Fatal("websafe-allow already set");
        }
        applications = Optional.of(option.substring(WEBSAFE_ALLOW.length()));
      } else {
        throw new Fatal("Unknown -O option");
      }
    }

    private KeeperSettings settings() {
      KeyringOptions standard = KeyringOptions.defaults();
      Optional<String> own =
          anyApplication ? Optional.empty() : applications.or(standard::sshApplications);
      return new KeeperSettings(
          lifetime,
          hash,
          providers.orElse(standard.allowedProviders()),
          remoteProviders,
          own,
          "",
          "",
          0);
    }

    private Fatal usage() {
      errors.print(Usage.TEXT);
      return new Fatal("", Exit.FAILURE);
    }
  }
}
