package dev.aikagi.guards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code ./verify --guards}: for every guard of the tables, or of the rows and tables named, the
 * code is compiled without it and its tests are run. Each of them has to fail, and has to pass with
 * the guard in place. Ends with 1 where a guard could go without any test noticing. With {@code -v}
 * it says of every guard how it was noticed.
 */
final class GuardCheck {
  private static final int AT_ONCE = 2;
  private static final int BASELINE_SECONDS = 900;

  /** Of the heap: what is made without a limit; threads may be out for other reasons. */
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile("OutOfMemoryError: (Java heap space|Requested array size)");

  /** Not a test that noticed something, but classes that do not fit each other. */
  private static final Pattern UNSOUND =
      Pattern.compile(
          "NoSuchMethodError|NoSuchFieldError|NoClassDefFoundError|AbstractMethodError");

  private final List<Guard> guards;
  private final Path scratch;
  private final Map<Selection, TestProcess.Outcome> baseline = new ConcurrentHashMap<>();
  private final AtomicInteger timedOut = new AtomicInteger();
  private final AtomicInteger number = new AtomicInteger();
  private final boolean talkative;

  private GuardCheck(List<Guard> guards, Path scratch, boolean talkative) {
    this.guards = guards;
    this.scratch = scratch;
    this.talkative = talkative;
  }

  public static void main(String[] args) throws Exception {
    List<String> names = new ArrayList<>(Arrays.asList(args));
    boolean talkative = names.remove("-v");
    List<Guard> chosen = GuardTable.all().stream().filter(guard -> isNamed(guard, names)).toList();
    if (chosen.isEmpty()) {
      System.err.println("no guard of these rows or tables");
      System.exit(2);
    }
    Path scratch = Files.createTempDirectory("guards");
    // Some tests are of what other users read there.
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwx--x--x"));
    boolean good;
    try {
      good = new GuardCheck(chosen, scratch, talkative).run();
    } finally {
      delete(scratch);
    }
    System.exit(good ? 0 : 1);
  }

  /** By row, by table, or by table and line. */
  private static boolean isNamed(Guard guard, Collection<String> names) {
    String table = guard.place().replaceFirst(":.*", "");
    return names.isEmpty()
        || names.contains(table)
        || names.contains(guard.place())
        || guard.rows().stream().anyMatch(names::contains);
  }

  private boolean run() throws Exception {
    long start = System.nanoTime();
    List<String> faults = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<String>> runs = new ArrayList<>();
      for (Map.Entry<Path, Set<Selection>> module : testsByModule().entrySet()) {
        runs.add(pool.submit(() -> runWithGuards(module.getKey(), List.copyOf(module.getValue()))));
      }
      for (Future<String> run : runs) {
        if (!run.get().isEmpty()) {
          faults.add(run.get());
        }
      }
      runs.clear();
      for (Guard guard : guards) {
        runs.add(pool.submit(() -> runWithout(guard)));
      }
      for (Future<String> run : runs) {
        if (!run.get().isEmpty()) {
          faults.add(run.get());
          System.out.println(run.get());
        }
      }
    }
    System.out.printf(
        "guards: %d taken out, %d not noticed or not sound, %d noticed by a test that hung, %d s%n",
        guards.size(), faults.size(), timedOut.get(), (System.nanoTime() - start) / 1_000_000_000);
    return faults.isEmpty();
  }

  private Map<Path, Set<Selection>> testsByModule() {
    Map<Path, Set<Selection>> modules = new TreeMap<>();
    for (Guard guard : guards) {
      for (Selection test : guard.tests()) {
        Path module = Sources.moduleOf(Sources.testFile(test.type()));
        modules.computeIfAbsent(module, _ -> new LinkedHashSet<>()).add(test);
      }
    }
    return modules;
  }

  private String runWithGuards(Path module, List<Selection> tests) throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("all-" + module.getFileName()));
    TestProcess.Run run =
        TestProcess.run(module, List.of(), tests, false, folder, BASELINE_SECONDS);
    run.outcomes().forEach(outcome -> baseline.put(outcome.test(), outcome));
    StringBuilder faults = new StringBuilder();
    for (Selection test : tests) {
      TestProcess.Outcome outcome = baseline.get(test);
      if (outcome == null) {
        faults.append(test).append(" did not end with all guards in place\n");
      } else if (!outcome.isGreen()) {
        faults
            .append(test)
            .append(" does not pass with all guards in place: ")
            .append(outcome.says())
            .append('\n');
      }
    }
    if (run.outcomes().size() < tests.size()) {
      faults.append(run.output());
    }
    System.out.print(faults);
    return faults.toString();
  }

  private String runWithout(Guard guard) throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("guard-" + number.incrementAndGet()));
    StringBuilder faults = new StringBuilder();
    try {
      String classes = Mutant.compile(guard, folder).toString();
      for (Selection test : guard.tests()) {
        faults.append(notNoticed(guard, test, classes, folder));
      }
    } catch (TableException e) {
      faults.append(e.getMessage());
    }
    delete(folder);
    return faults.isEmpty() ? "" : guard + ": " + faults;
  }

  private String notNoticed(Guard guard, Selection test, String classes, Path folder)
      throws Exception {
    TestProcess.Outcome before = baseline.get(test);
    if (before == null || !before.isGreen()) {
      return "cannot be judged by " + test;
    }
    // A test that takes longer than this on a busy machine is not taken for one that hangs.
    long seconds = Math.max(guard.seconds(), 20 + before.millis() * 4 / 1000);
    Path module = Sources.moduleOf(Sources.testFile(test.type()));
    Files.deleteIfExists(folder.resolve("results"));
    TestProcess.Run run =
        TestProcess.run(module, List.of(classes), List.of(test), true, folder, seconds);
    if (run.outcomes().isEmpty() && OUT_OF_MEMORY.matcher(run.output()).find()) {
      say(guard, test + " took all memory");
      return "";
    }
    if (run.outcomes().isEmpty() && run.ended()) {
      return test + " ended without a result: " + run.output();
    }
    if (run.outcomes().isEmpty()) {
      timedOut.incrementAndGet();
      say(guard, test + " timed out");
      return "";
    }
    TestProcess.Outcome outcome = run.outcomes().getFirst();
    if (UNSOUND.matcher(outcome.says()).find()) {
      return "the change is to be compiled together with its users: " + outcome.says();
    }
    if (outcome.failed() > 0) {
      say(guard, test + " fails: " + outcome.says());
      return "";
    }
    return "not noticed by " + test;
  }

  private void say(Guard guard, String what) {
    if (talkative) {
      System.out.println(guard + ": " + what);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.toList().reversed();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
