package dev.aikagi.tools.keygen;

import dev.aikagi.kex.ModuliCandidates;
import dev.aikagi.kex.ModuliScreen;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The values of -O for -M, with OpenSSH's faults. */
final class ModuliOptions {
  private static final int DEFAULT_BITS = 3072;
  private static final int MIN_MEMORY = 8;
  private static final int MAX_MEMORY = 127;
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");

  private int bits = DEFAULT_BITS;
  private Optional<BigInteger> start = Optional.empty();
  private int memory;
  private long startLine;
  private long lines;
  private int generator;
  private int trials = ModuliScreen.DEFAULT_TRIALS;
  private Optional<String> checkpoint = Optional.empty();

  private ModuliOptions() {}

  static ModuliOptions generation(List<String> options) throws Failure {
    ModuliOptions out = new ModuliOptions();
    for (String option : options) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (name(option)) {
        case "bits" -> out.bits = (int) number(value, Integer.MAX_VALUE, "Invalid number: %s (%s)");
        case "start" -> out.start = Optional.of(hex(value));
        // Gone from later versions of OpenSSH.
        case "memory" ->
            out.memory = (int) number(value, Integer.MAX_VALUE, "Memory limit is %2$s: %1$s");
        default -> throw unsupported(option, "generation");
      }
    }
    if (out.bits < ModuliCandidates.MIN_BITS) {
      throw failed("Too few bits: " + out.bits + " < " + ModuliCandidates.MIN_BITS);
    }
    if (out.bits > ModuliCandidates.MAX_BITS) {
      throw failed("Too many bits: " + out.bits + " > " + ModuliCandidates.MAX_BITS);
    }
    if (out.memory != 0 && (out.memory < MIN_MEMORY || out.memory > MAX_MEMORY)) {
      throw failed("Invalid memory amount (min " + MIN_MEMORY + ", max " + MAX_MEMORY + ")");
    }
    if (out.start.isPresent() && out.start.get().bitLength() != out.bits - 1) {
      throw failed(
          "Invalid start point: it has "
              + out.start.get().bitLength()
              + " bits, and half of a number of "
              + out.bits
              + " bits is wanted");
    }
    return out;
  }

  static ModuliOptions screening(List<String> options) throws Failure {
    ModuliOptions out = new ModuliOptions();
    for (String option : options) {
      String value = option.substring(option.indexOf('=') + 1);
      switch (name(option)) {
        case "lines" -> out.lines = number(value, Long.MAX_VALUE, "Invalid number: %s (%s)");
        case "start-line" ->
            out.startLine = number(value, Long.MAX_VALUE, "Invalid number: %s (%s)");
        case "checkpoint" -> out.checkpoint = Optional.of(value);
        case "generator" ->
            out.generator = (int) number(value, Integer.MAX_VALUE, "Generator invalid: %s (%s)");
        case "prime-tests" ->
            out.trials = (int) number(value, Integer.MAX_VALUE, "Invalid number: %s (%s)");
        default -> throw unsupported(option, "screening");
      }
    }
    if (out.trials < ModuliScreen.MIN_TRIALS) {
      throw Failure.fatal(
          "Minimum primality trials is "
              + ModuliScreen.MIN_TRIALS
              + "\r\nmodulus screening failed");
    }
    return out;
  }

  private static Failure failed(String why) {
    return Failure.fatal(why + "\r\nmodulus candidate generation failed");
  }

  private static Failure unsupported(String option, String job) {
    return Failure.fatal("Option \"" + option + "\" is unsupported for moduli " + job);
  }

  private static String name(String option) {
    int equals = option.indexOf('=');
    return equals < 0 ? "" : option.substring(0, equals);
  }

  private static long number(String text, long max, String fault) throws Failure {
    return CommandLine.number(text, max, fault);
  }

  private static BigInteger hex(String value) throws Failure {
    if (value.length() > ModuliCandidates.MAX_BITS / 4 || !HEX.matcher(value).matches()) {
      throw Failure.fatal("Invalid start point.");
    }
    return new BigInteger(value, 16);
  }

  int bits() {
    return bits;
  }

  Optional<BigInteger> start() {
    return start;
  }

  /** In bytes, or 0. */
  long memory() {
    return (long) memory << 20;
  }

  Optional<String> checkpoint() {
    return checkpoint;
  }

  ModuliScreen.Options screen(long done) {
    return new ModuliScreen.Options(trials, generator, Math.max(done, startLine), lines);
  }
}
