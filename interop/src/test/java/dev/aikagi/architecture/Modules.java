package dev.aikagi.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled classes of the modules that are shipped. */
final class Modules {
  static final String ROOT = "dev.aikagi";

  /** Where the project is: the tests run in the folder of their module. */
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final List<Path> FOLDERS =
      List.of("core", "posix", "tools").stream()
          .map(module -> PROJECT.resolve(module).resolve("target/classes"))
          .toList();

  /** The guard check puts classes here that it compiled without a guard. */
  private static final String WITHOUT_GUARD = System.getProperty("guards.classes", "");

  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(Modules::isInForce)
          .importPaths(
              Stream.concat(
                      WITHOUT_GUARD.isEmpty() ? Stream.empty() : Stream.of(Path.of(WITHOUT_GUARD)),
                      FOLDERS.stream())
                  .toList());

  private Modules() {}

  /** Of a class that is there twice, the one with the guard would win. */
  private static boolean isInForce(Location location) {
    Path file = Path.of(location.asURI());
    return WITHOUT_GUARD.isEmpty()
        || FOLDERS.stream()
            .filter(file::startsWith)
            .map(folder -> Path.of(WITHOUT_GUARD).resolve(folder.relativize(file)))
            .noneMatch(Files::exists);
  }

  /** The packages that some module exports to everybody. */
  static Set<String> exported() {
    Set<String> packages = new TreeSet<>();
    for (Path folder : FOLDERS) {
      try (InputStream in = Files.newInputStream(folder.resolve("module-info.class"))) {
        ModuleDescriptor.read(in).exports().stream()
            .filter(export -> !export.isQualified())
            .forEach(export -> packages.add(export.source()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return packages;
  }

  /** Our packages that hold a class, and for each the other ones of ours that it uses. */
  static Set<String> packages() {
    return CLASSES.stream()
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Our packages that the classes of one package use, itself not among them. */
  static Set<String> usedBy(String name) {
    return CLASSES.stream()
        .filter(type -> type.getPackageName().equals(name))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(used -> used.equals(ROOT) || used.startsWith(ROOT + "."))
        .filter(used -> !used.equals(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
