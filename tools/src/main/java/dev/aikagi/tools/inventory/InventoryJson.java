package dev.aikagi.tools.inventory;

import dev.aikagi.tools.explain.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Entries for programs. What is not known is left out. */
final class InventoryJson {
  /** Grows when a program that reads the former one could go wrong. */
  private static final int VERSION = 1;

  private InventoryJson() {}

  static String of(List<Entry> entries, List<String> notes) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("version", VERSION);
    out.put("entries", entries.stream().map(InventoryJson::entry).toList());
    out.put("notes", notes);
    return Json.of(out);
  }

  private static Map<String, Object> entry(Entry entry) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("kind", entry.kind().word());
    out.put("place", entry.place());
    if (entry.line() > 0) {
      out.put("line", entry.line());
    }
    entry.key().ifPresent(key -> key(out, key));
    out.put("comment", entry.comment());
    entry.changed().ifPresent(time -> out.put("changed", time.toString()));
    out.putAll(entry.more());
    entry.lastLogin().ifPresent(login -> out.put("lastLogin", login(login)));
    out.put("marks", entry.marks().stream().map(InventoryJson::mark).toList());
    return out;
  }

  private static void key(Map<String, Object> out, KeyFacts key) {
    out.put("type", key.type());
    if (key.bits() > 0) {
      out.put("bits", key.bits());
    }
    out.put("fingerprint", key.fingerprint());
  }

  private static Map<String, Object> login(LogLine login) {
    Map<String, Object> out = new LinkedHashMap<>();
    login.time().ifPresent(time -> out.put("time", time.toString()));
    out.put("address", login.address());
    out.put("user", login.user());
    return out;
  }

  private static Map<String, Object> mark(Mark mark) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("code", mark.code().word());
    out.put("text", mark.text());
    return out;
  }
}
