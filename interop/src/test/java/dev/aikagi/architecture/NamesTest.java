package dev.aikagi.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.aikagi.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static boolean saysNothing(String name) {
    return name.startsWith("Abstract")
        || (name.startsWith("Base") && name.length() > 4 && Character.isUpperCase(name.charAt(4)))
        || (name.length() > 1 && name.charAt(0) == 'I' && Character.isUpperCase(name.charAt(1)))
        || List.of("Impl", "Manager", "Helper", "Helpers", "Util", "Utils", "Holder").stream()
            .anyMatch(name::endsWith);
  }

  @Test
  void namesSayWhatTheThingIs() {
    assertEquals(
        Set.of(),
        Modules.CLASSES.stream()
            .filter(type -> saysNothing(type.getSimpleName()))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void theRuleOfNamesKnowsTheBadOnes() {
    for (String name :
        List.of("FooImpl", "AbstractFoo", "BaseFoo", "KeyManager", "IHost", "ByteUtils")) {
      assertTrue(saysNothing(name), name);
    }
    for (String name : List.of("Identity", "Base64Lines", "Basement", "Implicit", "Ignore")) {
      assertTrue(!saysNothing(name), name);
    }
  }

  /** What is public without being exported must have a reader in another package. */
  @Test
  void publicTypesAreExportedOrShared() {
    Set<String> exported = Modules.exported();
    Set<String> faults = new TreeSet<>();
    for (JavaClass type : Modules.CLASSES) {
      if (type.getModifiers().contains(JavaModifier.PUBLIC)
          && type.isTopLevelClass()
          && !exported.contains(type.getPackageName())
          && !holdsConstantsOnly(type)
          && !type.isAssignableTo(Reason.class) // Read by its components in tools.explain.
          && !isUsedElsewhere(type)) {
        faults.add(type.getName());
      }
    }
    assertEquals(Set.of(), faults);
  }

  /** The compiler copies constants into their users, whose class files then name nobody. */
  private static boolean holdsConstantsOnly(JavaClass type) {
    return type.getMethods().isEmpty()
        && !type.getFields().isEmpty()
        && type.getFields().stream()
            .allMatch(field -> field.getModifiers().contains(JavaModifier.STATIC));
  }

  /** Directly, or through the family or the public neighbour that it belongs to. */
  private static boolean isUsedElsewhere(JavaClass type) {
    Set<JavaClass> reached = new HashSet<>();
    Deque<JavaClass> open = new ArrayDeque<>(Set.of(type));
    while (!open.isEmpty()) {
      JavaClass next = open.remove();
      if (!reached.add(next)) {
        continue;
      }
      for (Dependency use : next.getDirectDependenciesToSelf()) {
        JavaClass user = use.getOriginClass();
        if (!user.getPackageName().equals(type.getPackageName())) {
          return true;
        }
        if (user.getModifiers().contains(JavaModifier.PUBLIC)) {
          open.add(user);
        }
      }
      next.getRawInterfaces().stream()
          .filter(family -> family.getPackageName().equals(type.getPackageName()))
          .forEach(open::add);
    }
    return false;
  }
}
