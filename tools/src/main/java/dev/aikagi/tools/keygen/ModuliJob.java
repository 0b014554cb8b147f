package dev.aikagi.tools.keygen;

import dev.aikagi.kex.ModuliCandidates;
import dev.aikagi.kex.ModuliScreen;
import dev.aikagi.key.FileFault;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** -M: makes candidates for the groups of a group exchange, and screens them. */
final class ModuliJob {
  private static final String STANDARD = "-";
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ROOT);

  private final Request request;
  private final Desk desk;
  private final Instant begin;

  ModuliJob(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
    this.begin = desk.clock().instant();
  }

  void run(String job) throws Failure, IOException {
    switch (job) {
      case "generate" -> generate(ModuliOptions.generation(request.issue().options()));
      case "screen" -> screen(ModuliOptions.screening(request.issue().options()));
      default -> throw Failure.fatal("Unsupported moduli option " + job);
    }
  }

  private String output() throws Failure {
    if (request.operands().isEmpty()) {
      throw Failure.fatal("No output file specified");
    }
    if (request.operands().size() > 1) {
      throw Failure.fatal("Too many output files specified");
    }
    return request.operands().getFirst();
  }

  private void generate(ModuliOptions options) throws Failure, IOException {
    String name = output();
    ModuliCandidates search =
        ModuliCandidates.of(options.bits(), options.start(), options.memory());
    try (OutputStream out = name.equals(STANDARD) ? desk.out() : truncated(name);
        PrintStream lines =
            new PrintStream(new BufferedOutputStream(out), false, StandardCharsets.US_ASCII)) {
      tell("Sieve next " + search.span() + " plus " + (options.bits() - 1) + "-bit");
      ModuliCandidates.Found found = search.sieve(desk.clock());
      tell("Sieved with " + search.primes() + " small primes in " + seconds() + " seconds");
      long count = found.lines(line -> lines.print(line + "\n"));
      if (lines.checkError()) {
        throw Failure.fatal("modulus candidate generation failed");
      }
      tell("Found " + count + " candidates");
    }
  }

  private static OutputStream truncated(String name) throws Failure {
    try {
      return Files.newOutputStream(Path.of(name));
    } catch (IOException e) {
      throw Failure.fatal(
          "Couldn't open modulus candidate file \"" + name + "\": " + FileFault.sentence(e));
    }
  }

  private void screen(ModuliOptions options) throws Failure, IOException {
    String name = output();
    try (InputStream in = input();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
        ScreenedModuli results = results(name, options)) {
      ModuliScreen screen = new ModuliScreen(options.screen(done(options)), desk.clock());
      screen.run(lines, results);
      tell(
          "Found %d safe primes of %d candidates in %d seconds"
              .formatted(screen.found(), screen.tested(), seconds()));
      if (options.checkpoint().isPresent()) {
        Files.deleteIfExists(Path.of(options.checkpoint().get()));
      }
    }
  }

  private InputStream input() throws Failure {
    String name = request.file().orElse(STANDARD);
    try {
      return name.equals(STANDARD) ? desk.in() : Files.newInputStream(Path.of(name));
    } catch (IOException e) {
      throw Failure.fatal(
          "Couldn't open modulus candidate file \"" + name + "\": " + FileFault.sentence(e));
    }
  }

  /** The lines that an earlier run has done; 0 without a checkpoint. */
  private long done(ModuliOptions options) throws Failure, IOException {
    if (options.checkpoint().isEmpty()) {
      return 0;
    }
    String name = options.checkpoint().get();
    try {
      long line = Long.parseLong(Files.readString(Path.of(name), StandardCharsets.UTF_8).strip());
      if (line < 0) {
        throw new NumberFormatException();
      }
      desk.log("Loaded checkpoint from '" + name + "' line " + line);
      return line;
    } catch (NoSuchFileException e) {
      // The first run.
      return 0;
    } catch (NumberFormatException | java.nio.charset.CharacterCodingException e) {
      // OpenSSH begins anew, and the work of days is done a second time.
      throw Failure.fatal("The checkpoint '" + name + "' does not hold the number of a line");
    }
  }

  private ScreenedModuli results(String name, ModuliOptions options) throws Failure {
    Optional<Path> checkpoint = options.checkpoint().map(Path::of);
    try {
      return name.equals(STANDARD)
          ? ScreenedModuli.to(desk.out(), checkpoint)
          : ScreenedModuli.appending(Path.of(name), checkpoint);
    } catch (IOException e) {
      throw Failure.fatal("Couldn't open moduli file \"" + name + "\": " + FileFault.sentence(e));
    }
  }

  private long seconds() {
    return Duration.between(begin, desk.clock().instant()).toSeconds();
  }

  private void tell(String what) {
    // Also with -q, as OpenSSH.
    desk.log(CTIME.format(ZonedDateTime.now(desk.clock())) + " " + what);
  }
}
