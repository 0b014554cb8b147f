package dev.aikagi.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is left of AuthenticationMethods for one user on one connection. */
final class MethodLists {
  private final boolean any;
  private final List<List<String>> left = new ArrayList<>();

  /**
   * Lists that need a method which is switched off are left out; where none remains, none will do.
   */
  MethodLists(AuthenticationMethods methods, Set<String> enabled) {
    any = methods.any();
    for (List<String> list : methods.lists()) {
      if (list.stream().allMatch(m -> m.equals("none") || enabled.contains(nameOf(m)))) {
        left.add(list);
      }
    }
  }

  /** Whether a method may come next; a null submethod stands for any. */
  boolean allows(String methodName, @Nullable String submethod) {
    return any || left.stream().anyMatch(l -> matches(l.getFirst(), methodName, submethod));
  }

  /** Takes a completed method off the lists that begin with it: true when one of them is done. */
  boolean complete(String methodName, @Nullable String submethod) {
    if (any) {
      return true;
    }
    boolean done = false;
    for (int i = 0; i < left.size(); i++) {
      List<String> list = left.get(i);
      String first = list.getFirst();
      if (matches(first, methodName, submethod == null ? "" : submethod)) {
        done |= list.size() == 1;
        left.set(i, list.size() == 1 ? List.of(first) : list.subList(1, list.size()));
      }
    }
    return done;
  }

  private static boolean matches(String wanted, String methodName, @Nullable String submethod) {
    return nameOf(wanted).equals(methodName)
        && (submethod == null
            || wanted.equals(methodName)
            || wanted.equals(methodName + ":" + submethod));
  }

  private static String nameOf(String method) {
    int colon = method.indexOf(':');
    return colon < 0 ? method : method.substring(0, colon);
  }
}
