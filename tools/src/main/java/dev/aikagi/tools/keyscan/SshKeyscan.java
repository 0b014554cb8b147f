package dev.aikagi.tools.keyscan;

import dev.aikagi.key.FileFault;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** The ssh-keyscan program. */
public final class SshKeyscan {
  /**
   * Targets at one time. Each may have several connections, and 1,024 open files are what a process
   * has on most systems.
   */
  private static final int AT_ONCE = 128;

  private final CommandLine line;
  private final KeyPrinter printer;
  private final InputStream in;
  private final Semaphore places = new Semaphore(AT_ONCE);

  private SshKeyscan(CommandLine line, InputStream in, PrintStream out, PrintStream errors) {
    this.line = line;
    this.in = in;
    this.printer = new KeyPrinter(line, out, errors);
  }

  /** Runs it with the words after its name; the exit code: 0 where any key was found. */
  public static int run(List<String> words) {
    return run(words, System.in, System.out, System.err);
  }

  static int run(List<String> words, InputStream in, PrintStream out, PrintStream errors) {
    try {
      return new SshKeyscan(CommandLine.parse(words, errors), in, out, errors).start();
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        errors.println(e.text());
      }
      return e.status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.FATAL;
    }
  }

  private int start() throws Fatal, InterruptedException {
    for (String list : line.lists()) {
      scanList(list);
    }
    for (String host : line.hosts()) {
      scan(Target.of(host));
    }
    places.acquire(AT_ONCE);
    return printer.any() ? Exit.OK : Exit.FAILURE;
  }

  /** Line by line: a list that is typed, or comes out of a pipe, is worked on as it comes. */
  private void scanList(String list) throws Fatal, InterruptedException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                list.equals("-") ? in : Files.newInputStream(Path.of(list)),
                StandardCharsets.UTF_8))) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        scan(Target.of(text));
      }
    } catch (IOException e) {
      throw new Fatal("ssh-keyscan: " + list + ": " + FileFault.sentence(e));
    }
  }

  private void scan(Stream<Target> targets) throws InterruptedException {
    for (Iterator<Target> each = targets.iterator(); each.hasNext(); ) {
      Target target = each.next();
      places.acquire();
      // Platform threads: getaddrinfo(3) may wait for seconds, and would keep a carrier meanwhile.
      Thread.ofPlatform().name("keyscan").start(() -> scan(target));
    }
  }

  private void scan(Target target) {
    try {
      new Scan(line, printer, target).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      places.release();
    }
  }
}
