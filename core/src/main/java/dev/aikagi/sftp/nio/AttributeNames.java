package dev.aikagi.sftp.nio;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attributes by their names: "size", "posix:permissions,owner", "*". */
final class AttributeNames {
  private static final Map<String, Function<BasicFileAttributes, @Nullable Object>> BASIC =
      Map.of(
          "size", BasicFileAttributes::size,
          "creationTime", BasicFileAttributes::creationTime,
          "lastAccessTime", BasicFileAttributes::lastAccessTime,
          "lastModifiedTime", BasicFileAttributes::lastModifiedTime,
          "isDirectory", BasicFileAttributes::isDirectory,
          "isSymbolicLink", BasicFileAttributes::isSymbolicLink,
          "isRegularFile", BasicFileAttributes::isRegularFile,
          "isOther", BasicFileAttributes::isOther,
          "fileKey", BasicFileAttributes::fileKey);

  private static final Map<String, Function<RemoteAttributes.Posix, @Nullable Object>> POSIX =
      Map.of(
          "permissions", RemoteAttributes.Posix::permissions,
          "owner", RemoteAttributes.Posix::owner,
          "group", RemoteAttributes.Posix::group);

  /** What each view has of the second table; "basic" has the first one alone. */
  private static final Map<String, Set<String>> VIEWS =
      Map.of("basic", Set.of(), "posix", POSIX.keySet(), "owner", Set.of("owner"));

  /** A view and names of it. */
  private record Selection(String view, List<String> names) {
    static Selection of(String text) {
      int colon = text.indexOf(':');
      String view = colon < 0 ? "basic" : text.substring(0, colon);
      if (!VIEWS.containsKey(view)) {
        throw new UnsupportedOperationException("there is no view \"" + view + "\"");
      }
      return new Selection(view, List.of(text.substring(colon + 1).split(",", -1)));
    }

    Set<String> posix() {
      return VIEWS.getOrDefault(view, Set.of());
    }

    Set<String> basic() {
      return view.equals("owner") ? Set.of() : BASIC.keySet();
    }

    IllegalArgumentException unknown(String name) {
      return new IllegalArgumentException("the view \"" + view + "\" has no \"" + name + "\"");
    }
  }

  private AttributeNames() {}

  static Map<String, @Nullable Object> read(AttributeAccess access, String text)
      throws IOException {
    Selection selection = Selection.of(text);
    Set<String> wanted = new TreeSet<>();
    for (String name : selection.names()) {
      if (name.equals("*")) {
        wanted.addAll(selection.basic());
        wanted.addAll(selection.posix());
      } else if (selection.basic().contains(name) || selection.posix().contains(name)) {
        wanted.add(name);
      } else {
        throw selection.unknown(name);
      }
    }
    return values(access, wanted);
  }

  /** Owners are asked for only where they are wanted: they may take a request more. */
  private static Map<String, @Nullable Object> values(AttributeAccess access, Set<String> wanted)
      throws IOException {
    if (BASIC.keySet().containsAll(wanted)) {
      return values(BASIC, access.basic(), wanted);
    }
    RemoteAttributes.Posix attributes = access.posix();
    Map<String, @Nullable Object> values = values(BASIC, attributes, wanted);
    values.putAll(values(POSIX, attributes, wanted));
    return values;
  }

  private static <A> Map<String, @Nullable Object> values(
      Map<String, ? extends Function<? super A, @Nullable Object>> table,
      A attributes,
      Set<String> wanted) {
    Map<String, @Nullable Object> values = new TreeMap<>();
    table.forEach(
        (name, value) -> {
          if (wanted.contains(name)) {
            values.put(name, value.apply(attributes));
          }
        });
    return values;
  }

  static void set(AttributeAccess access, String text, @Nullable Object value) throws IOException {
    Selection selection = Selection.of(text);
    String name = String.join(",", selection.names());
    if (!selection.basic().contains(name) && !selection.posix().contains(name)) {
      throw selection.unknown(name);
    }
    switch (name) {
      case "lastModifiedTime" -> access.setTimes((FileTime) value, null);
      case "lastAccessTime" -> access.setTimes(null, (FileTime) value);
      // Times of making are not kept.
      case "creationTime" -> access.setTimes(null, null);
      case "permissions" -> access.setPermissions(Modes.bits(text, given(value)));
      case "owner" -> access.setOwner((UserPrincipal) given(value));
      case "group" -> access.setGroup((GroupPrincipal) given(value));
      default -> throw selection.unknown(name);
    }
  }

  private static Object given(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
