package dev.aikagi.architecture;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackageGraphTest {
  private static final String BEGIN = "<!-- package graph: begin -->\n```text\n";
  private static final String END = "\n```\n<!-- package graph: end -->";

  @Test
  void readsTheClassesOfAllModules() {
    assertTrue(Modules.packages().containsAll(List.of("dev.aikagi", "dev.aikagi.tools")));
    assertTrue(Modules.CLASSES.size() > 10, "the class files are not read");
  }

  @Test
  void everyPackageUsesOnlyWhatItMay() {
    Set<String> faults = new TreeSet<>();
    for (String name : Modules.packages()) {
      String from = PackageGraph.shortName(name);
      if (from.startsWith("posix") || from.startsWith("tools")) {
        continue;
      }
      for (String other : Modules.usedBy(name)) {
        String to = PackageGraph.shortName(other);
        Set<String> mayUse = PackageGraph.ALLOWED.getOrDefault(from, Set.of());
        if (from.equals("(root)") || !(to.equals("(root)") || mayUse.contains(to))) {
          faults.add(from + " uses " + to);
        }
      }
    }
    assertEquals(Set.of(), faults);
  }

  @Test
  void everyPackageOfTheLibraryHasItsRow() {
    Set<String> unknown = new TreeSet<>();
    for (String name : Modules.packages()) {
      String from = PackageGraph.shortName(name);
      if (!from.equals("(root)") && !from.startsWith("posix") && !from.startsWith("tools")) {
        unknown.add(from);
      }
    }
    unknown.removeAll(PackageGraph.ALLOWED.keySet());
    assertEquals(Set.of(), unknown);
  }

  @Test
  void thereIsNoCycle() {
    SlicesRuleDefinition.slices()
        .matching("dev.aikagi.(**)")
        .should()
        .beFreeOfCycles()
        // The switch that names every tool stands beside what they share.
        .ignoreDependency(name("dev.aikagi.tools.Main"), DescribedPredicate.alwaysTrue())
        .check(Modules.CLASSES);
  }

  @Test
  void posixUsesTheSharedWordsOnly() {
    assertFalse(
        Modules.packages().stream()
            .filter(name -> name.startsWith("dev.aikagi.posix"))
            .flatMap(name -> Modules.usedBy(name).stream())
            .anyMatch(used -> !used.equals(Modules.ROOT) && !used.startsWith("dev.aikagi.posix")));
  }

  /** Run with {@code -Dgraph=write} (as {@code ./verify --graph} does) it mends the document. */
  @Test
  void theDocumentShowsTheGraphAsItIs() throws IOException {
    Path document = Modules.PROJECT.resolve("ARCHITECTURE.md");
    String text = Files.readString(document);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END);
    assertTrue(from >= 0 && to > from, "ARCHITECTURE.md has lost the markers of the package graph");
    String graph = PackageGraph.text();
    if ("write".equals(System.getProperty("graph"))) {
      Files.writeString(document, text.substring(0, from) + BEGIN + graph + text.substring(to));
      return;
    }
    assertEquals(
        text.substring(from + BEGIN.length(), to),
        graph,
        "ARCHITECTURE.md is out of date: ./verify --graph writes the package graph anew");
  }
}
