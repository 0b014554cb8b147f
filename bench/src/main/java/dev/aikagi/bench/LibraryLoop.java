package dev.aikagi.bench;

import dev.aikagi.bench.peer.Libraries;
import dev.aikagi.bench.peer.Library;
import dev.aikagi.bench.peer.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A library that does what it is told, a line of standard input at a time, so that several of them
 * can take turns and stay warm: LIBRARY PORT USER FOLDER [CIPHER [MAC]]. Answers each line with the
 * number of things done, the nanoseconds that they took and those of this process's CPU.
 */
public final class LibraryLoop {
  private final Library library;
  private final List<Library.Link> kept = new ArrayList<>();

  private LibraryLoop(Library library) {
    this.library = library;
  }

  /** Reads commands until there are no more. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    Target target =
        new Target(
            Integer.parseInt(args[1]),
            args[2],
            Path.of(args[3]),
            args.length > 4 ? Optional.of(args[4]) : Optional.empty(),
            args.length > 5 ? Optional.of(args[5]) : Optional.empty());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Library library = Libraries.open(args[0], target)) {
      LibraryLoop loop = new LibraryLoop(library);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        long cpu = cpu();
        long began = System.nanoTime();
        long done = loop.run(line.split(" ", -1));
        long took = System.nanoTime() - began;
        System.out.println(done + " " + took + " " + (cpu() - cpu));
        System.out.flush();
      }
      loop.letGo();
    }
    // Some libraries leave threads behind that keep a process alive.
    System.exit(0);
  }

  private static long cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private long run(String[] words) throws Exception {
    return switch (words[0]) {
      case "exec" -> repeat(number(words, 1), number(words, 2), this::exec);
      case "login" -> repeat(number(words, 1), number(words, 2), this::login);
      case "keep" -> keep(number(words, 1));
      case "held" -> held();
      case "read" -> one(link -> link.read("head -c " + words[1] + " /dev/zero"));
      case "write" ->
          one(
              link -> {
                link.write("cat > /dev/null", Long.parseLong(words[1]));
                return Long.parseLong(words[1]);
              });
      case "get" ->
          one(
              link -> {
                link.get(words[1], words[2]);
                return 1;
              });
      case "put" ->
          one(
              link -> {
                link.put(words[1], words[2]);
                return 1;
              });
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private static int number(String[] words, int index) {
    return Integer.parseInt(words[index]);
  }

  private interface Work {
    long with(Library.Link link) throws IOException;
  }

  private long one(Work work) throws IOException {
    try (Library.Link link = library.connect()) {
      return work.with(link);
    }
  }

  private long exec() throws IOException {
    return one(link -> link.read("true"));
  }

  private long login() throws IOException {
    return one(link -> 0);
  }

  private long keep(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      kept.add(library.connect());
    }
    return count;
  }

  /** Bytes of the heap that are in use after a collection. */
  private static long held() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void letGo() throws IOException {
    for (Library.Link link : kept) {
      link.close();
    }
  }

  /** That many times in all, by that many threads. */
  private static long repeat(int times, int threads, Callable<Long> work) throws Exception {
    if (threads == 1) {
      for (int i = 0; i < times; i++) {
        work.call();
      }
      return times;
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        running.add(executor.submit(work));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return times;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }
}
