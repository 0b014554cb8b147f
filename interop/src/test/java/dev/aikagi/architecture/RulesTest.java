package dev.aikagi.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.ServerKeywords;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final String LIBRARY = "dev.aikagi..";
  private static final String TOOLS = "dev.aikagi.tools..";
  private static final String POSIX = "dev.aikagi.posix..";

  @Test
  void nativeCodeIsCalledFromPosixOnly() {
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .and()
        .resideOutsideOfPackage(POSIX)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(Modules.CLASSES);
  }

  @Test
  void standardStreamsBelongToTheTools() {
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .and()
        .resideOutsideOfPackage(TOOLS)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .accessField(System.class, "in")
        .check(Modules.CLASSES);
  }

  @Test
  void onlyTheToolsEndTheProcess() {
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .and()
        .resideOutsideOfPackage(TOOLS)
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(Modules.CLASSES);
  }

  /** CVE-2022-45047 and its kin: bytes of a peer must never choose a class. */
  @Test
  @Tag("H4")
  void nothingTurnsDataIntoClasses() {
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.beans.XMLDecoder")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.naming..", "javax.script..", "java.rmi..")
        .orShould()
        .callMethodWhere(named("java.lang.Class", "forName"))
        .orShould()
        .callMethodWhere(named("java.lang.ClassLoader", "loadClass"))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.ServiceLoader")
        .check(Modules.CLASSES);
  }

  /** A comparison that stops at the first difference tells the peer how far it got. */
  @Test
  @Tag("B7")
  void secretsAreComparedInConstantTime() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.aikagi.crypto..",
            "dev.aikagi.key..",
            "dev.aikagi.auth..",
            "dev.aikagi.kex..",
            "dev.aikagi.transport..",
            "dev.aikagi.trust..")
        .should()
        .callMethodWhere(named("java.util.Arrays", "equals"))
        .orShould()
        .callMethodWhere(named("java.util.Arrays", "mismatch"))
        .orShould()
        .callMethodWhere(named("java.util.Arrays", "compare"))
        .check(Modules.CLASSES);
  }

  /** A keyword that is accepted, printed and read by nobody is a restriction that is not there. */
  @Test
  @Tag("H5")
  void everyKeywordOfTheServerThatIsInEffectIsRead() throws Exception {
    Set<String> dumped = Set.of("ServerKeywords", "ServerDump");
    List<String> unread = new ArrayList<>();
    for (JavaField field : Modules.CLASSES.get(ServerKeywords.class).getFields()) {
      Field constant = field.reflect();
      constant.setAccessible(true);
      Object value = constant.get(null);
      if (value instanceof Keyword<?> row
          && row.isInEffect()
          && field.getAccessesToSelf().stream()
              .allMatch(a -> dumped.contains(a.getOriginOwner().getSimpleName()))) {
        unread.add(row.name());
      }
    }
    assertEquals(List.of(), unread);
  }

  @Test
  void nothingWaitsBySleeping() {
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .should()
        .callMethodWhere(named("java.lang.Thread", "sleep"))
        .check(Modules.CLASSES);
  }

  /**
   * But for the placeholders of texts for people, which are the components of a reason's record.
   */
  @Test
  void theLibraryHasNoLoggingFrameworkAndNoReflection() {
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .and()
        .doNotHaveFullyQualifiedName("dev.aikagi.tools.explain.Values")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "java.lang.reflect..")
        .check(Modules.CLASSES);
  }

  /**
   * A thread with all of a user's ids is the user's to signal, and with it its process: so nothing
   * that sshd itself can reach makes one, and PAM's modules run elsewhere too.
   */
  @Test
  void onlyTheSessionProcessBecomesAUserOrCallsPam() {
    Set<String> sshd = reachableFrom("dev.aikagi.tools.sshd.Sshd");
    assertTrue(sshd.contains("dev.aikagi.tools.sshd.SessionProcess"));
    Set<String> session = reachableFrom("dev.aikagi.tools.sshd.session.SshdSession");
    for (String name : List.of("dev.aikagi.posix.UserProgram", "dev.aikagi.posix.Pam")) {
      assertTrue(session.contains(name), name);
      assertFalse(sshd.contains(name), name);
    }
    noClasses()
        .that()
        .resideInAPackage(LIBRARY)
        .and()
        .doNotHaveFullyQualifiedName("dev.aikagi.posix.UserProgram")
        .should()
        .callMethodWhere(named("dev.aikagi.posix.Credentials", "becomeOnThisThread"))
        .check(Modules.CLASSES);
  }

  private static Set<String> reachableFrom(String name) {
    Set<String> seen = new HashSet<>(Set.of(name));
    ArrayDeque<JavaClass> open = new ArrayDeque<>(List.of(Modules.CLASSES.get(name)));
    while (!open.isEmpty()) {
      open.remove().getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass())
          .filter(c -> Modules.CLASSES.contain(c.getFullName()) && seen.add(c.getFullName()))
          .forEach(open::add);
    }
    return seen;
  }

  private static DescribedPredicate<JavaAccess<?>> named(String owner, String method) {
    return DescribedPredicate.describe(
        owner + "." + method,
        access ->
            access.getTargetOwner().getFullName().equals(owner)
                && access.getTarget().getName().equals(method));
  }
}
