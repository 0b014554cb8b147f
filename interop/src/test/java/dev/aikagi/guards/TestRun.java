package dev.aikagi.guards;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A process of its own that runs tests: {@code TestRun RESULTS first|all TEST…}. For each test
 * named it writes a line with the count of passed and failed tests and the milliseconds, and, of
 * the first failure, what it says; "first" stops a class at its first failure.
 */
final class TestRun implements TestExecutionListener {
  private final boolean stopAtFirst;
  private final CancellationToken token = CancellationToken.create();
  private int passed;
  private int failed;
  private String says = "";

  private TestRun(boolean stopAtFirst) {
    this.stopAtFirst = stopAtFirst;
  }

  public static void main(String[] args) throws Exception {
    try (PrintStream results =
        new PrintStream(Files.newOutputStream(Path.of(args[0])), true, StandardCharsets.UTF_8)) {
      for (String test : Arrays.asList(args).subList(2, args.length)) {
        long start = System.nanoTime();
        TestRun run = new TestRun(args[1].equals("first"));
        run.execute(Selection.parse(test));
        long millis = (System.nanoTime() - start) / 1_000_000;
        results.println(test + " " + run.passed + " " + run.failed + " " + millis + " " + run.says);
      }
    }
    // A mutant may leave threads behind.
    Runtime.getRuntime().halt(0);
  }

  private void execute(Selection test) throws ClassNotFoundException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors(test)).build();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(
        LauncherExecutionRequestBuilder.request(request)
            .cancellationToken(token)
            .listeners(this)
            .build());
  }

  private static List<DiscoverySelector> selectors(Selection test) throws ClassNotFoundException {
    Class<?> type = Class.forName(test.className(), false, TestRun.class.getClassLoader());
    if (test.method().isEmpty()) {
      return List.of(selectClass(type));
    }
    List<DiscoverySelector> selectors = new ArrayList<>();
    Stream.of(type.getDeclaredMethods())
        .filter(method -> method.getName().equals(test.method()))
        .forEach(method -> selectors.add(selectMethod(type, method)));
    return selectors;
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    switch (result.getStatus()) {
      case SUCCESSFUL -> passed += identifier.isTest() ? 1 : 0;
      case ABORTED -> {}
      case FAILED -> {
        failed++;
        if (says.isEmpty()) {
          says = shortly(result.getThrowable().map(Throwable::toString).orElse(""));
        }
        if (stopAtFirst) {
          token.cancel();
        }
      }
    }
  }

  private static String shortly(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), 240));
  }
}
