package dev.aikagi.tools.keygen;

import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.KeyFileCipher;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.Validity;
import dev.aikagi.tools.Getopt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the command line with OpenSSH's letters and its faults. */
final class CommandLine {
  private static final String LETTERS =
      "ABHKLQUXceghiklopquvy" + "C:D:E:F:I:M:N:O:P:R:V:Y:Z:" + "a:b:f:m:n:r:s:t:w:z:";

  /** What the letters ask for that OpenSSH has and this tool does not have yet. */
  private static final Map<Character, String> LATER =
      Map.ofEntries(
          Map.entry('D', "PKCS#11 tokens (-D)"), Map.entry('B', "bubblebabble digests (-B)"));

  private final Desk desk;
  private final Set<Character> flags = new HashSet<>();
  private final Map<Character, String> values = new TreeMap<>();
  private Request.Conversion conversion = Request.Conversion.RFC4716;
  private FingerprintHash hash = FingerprintHash.SHA256;
  private KeyFileCipher cipher = KeyFileCipher.DEFAULT;
  private int rounds = PrivateKeyFile.DEFAULT_ROUNDS;
  private final List<String> options = new ArrayList<>();
  private Validity validity = Validity.UNLIMITED;
  private boolean counting;
  private long number;
  private long bits;
  private String host = "";

  private CommandLine(Desk desk) {
    this.desk = desk;
  }

  static Request parse(List<String> words, Desk desk) throws Failure {
    CommandLine line = new CommandLine(desk);
    Getopt options = new Getopt(LETTERS, words, desk.err());
    for (int letter; (letter = options.next()) != Getopt.END; ) {
      if (letter == Getopt.FAULT) {
        throw line.usage();
      }
      line.take((char) letter, options);
    }
    return line.request(options.operands());
  }

  private Failure usage() {
    desk.err().print(Usage.TEXT);
    return Failure.silent();
  }

  private Failure usage(String fault) {
    desk.log(fault);
    return usage();
  }

  private void take(char letter, Getopt options) throws Failure {
    flags.add(letter == 'X' ? 'i' : letter);
    switch (letter) {
      case 'b' -> bits = number(options.value(), 0xffff_ffffL, "Bits has bad value %s (%s)");
      case 'a' ->
          rounds =
              (int) number(options.value(), PrivateKeyFile.MAX_ROUNDS, "Invalid number: %s (%s)");
      case 'E' ->
          hash =
              FingerprintHash.named(options.value())
                  .orElseThrow(
                      () -> Failure.fatal("Invalid hash algorithm \"" + options.value() + "\""));
      case 'Z' ->
          cipher =
              KeyFileCipher.named(options.value())
                  .orElseThrow(
                      () ->
                          Failure.fatal("Invalid OpenSSH-format cipher '" + options.value() + "'"));
      case 'm' -> conversion = conversion(options.value());
      case 'F', 'R' -> host = options.value();
      case 'O' -> this.options.add(options.value());
      case 'V' -> validity = Interval.parse(options.value(), desk.clock());
      case 'z' -> serial(options.value());
      case 'C', 'f', 'I', 'M', 'n', 'N', 'P', 'r', 's', 't', 'w', 'Y' ->
          values.put(letter, options.value());
      default -> {
        // A flag, or a letter of a job that refuses itself below.
      }
    }
  }

  private void serial(String value) throws Failure {
    counting = value.startsWith("+");
    String digits = counting ? value.substring(1) : value;
    try {
      if (digits.isEmpty() || digits.charAt(0) < '0' || digits.charAt(0) > '9') {
        throw new NumberFormatException();
      }
      number = Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw Failure.fatal("Invalid serial number \"" + digits + "\"");
    }
  }

  private static Request.Conversion conversion(String value) throws Failure {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "RFC4716", "SSH2" -> Request.Conversion.RFC4716;
      case "PKCS8" -> Request.Conversion.PKCS8;
      case "PEM" -> Request.Conversion.PEM;
      case "PPK" -> Request.Conversion.PPK;
      case "PPK2" -> Request.Conversion.PPK2;
      default -> throw Failure.fatal("Unsupported conversion format \"" + value + "\"");
    };
  }

  /** strtonum(3), with its three words. */
  static long number(String text, long max, String fault) throws Failure {
    long value;
    try {
      value = Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
      throw Failure.fatal(fault.formatted(text, digits ? "too large" : "invalid"));
    }
    if (value < 1 || value > max) {
      throw Failure.fatal(fault.formatted(text, value < 1 ? "too small" : "too large"));
    }
    return value;
  }

  private Request request(List<String> operands) throws Failure {
    for (char letter : flags) {
      String job = LATER.get(letter);
      if (job != null) {
        throw Failure.fatal("ssh-keygen: " + job + ": not part of Aikagi's ssh-keygen yet");
      }
    }
    boolean signs = flags.contains('Y');
    boolean takesFiles =
        flags.contains('k')
            || flags.contains('Q')
            || flags.contains('s')
            || flags.contains('M')
            || signs;
    if (!operands.isEmpty() && !takesFiles) {
      throw usage("Too many arguments.");
    }
    if (operands.isEmpty() && flags.contains('s') && !flags.contains('k') && !signs) {
      throw usage("Too few arguments.");
    }
    if (flags.contains('p') && flags.contains('c')) {
      throw usage("Can only have one of -p and -c.");
    }
    if (flags.contains('l') && (flags.contains('H') || flags.contains('R'))) {
      throw usage("Cannot use -l with -H or -R.");
    }
    return new Request(
        Set.copyOf(flags),
        value('t'),
        bits,
        value('C'),
        value('f'),
        value('N'),
        value('P'),
        rounds,
        cipher,
        conversion,
        hash,
        host,
        new Issue(value('s'), value('I'), value('n'), validity, number, counting, options),
        new Signatures(value('Y'), value('r')),
        value('M'),
        value('w').or(desk::provider).orElse("internal"),
        List.copyOf(operands));
  }

  private Optional<String> value(char letter) {
    return Optional.ofNullable(values.get(letter));
  }
}
