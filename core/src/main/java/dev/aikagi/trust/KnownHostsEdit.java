package dev.aikagi.trust;

import dev.aikagi.key.PublicKey;
import dev.aikagi.trust.KnownHostsFile.Line;
import dev.aikagi.trust.KnownHostsFile.Marker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A changed text of a known_hosts file. Writing it is the caller's: to a new file beside the old
 * one, with mode 0600, then renamed.
 *
 * @param text the whole file
 * @param removed lines that are gone
 * @param kept lines that match, but are kept because of their marker
 * @param skipped lines that {@link #hashed} left as they are because of a wildcard
 * @param added keys that were not there
 */
public record KnownHostsEdit(
    String text,
    List<Line.Entry> removed,
    List<Line.Entry> kept,
    List<Line.Entry> skipped,
    List<PublicKey> added) {
  public KnownHostsEdit {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
    skipped = List.copyOf(skipped);
    added = List.copyOf(added);
  }

  /** The bytes to write. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public boolean changed() {
    return !removed.isEmpty() || !added.isEmpty();
  }

  /**
   * The line, or with hashing and an address the two lines, for a new host, each with its line
   * feed. They are to be written as {@link #bytes} are: a character is a byte.
   *
   * @param name as {@link KnownHostsFile#name} writes it
   * @param address a second name for the same key, or null
   */
  public static String line(String name, @Nullable String address, PublicKey key, boolean hash) {
    String end = " " + key.line() + "\n";
    String raw = KnownHostsFile.raw(name);
    String second = address == null ? null : KnownHostsFile.raw(address);
    if (hash || !isPlain(raw) || (second != null && !isPlain(second))) {
      String line = HashedName.of(raw) + end;
      return second == null ? line : line + HashedName.of(second) + end;
    }
    return (second == null ? raw : raw + "," + second) + end;
  }

  /**
   * Whether the name stands for itself in a line. Of "*" a server's one key would become that of
   * every host, and a leading @, # or nothing would make the line another one: such a name is
   * written hashed.
   */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c == 0x7f || "*?!,@|#".indexOf(c) >= 0) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** What to append to a file of this text so that the line stands alone. */
  public static String appended(byte[] text, String line) {
    return text.length > 0 && text[text.length - 1] != '\n' ? "\n" + line : line;
  }

  /** Without all lines about this name; lines with a marker stay. */
  public static KnownHostsEdit removed(KnownHostsFile file, String name) {
    return replaced(file, name, null, List.of(), false);
  }

  /**
   * With these keys and no others for a host (UpdateHostKeys), where {@link HostKeysChange} names
   * no obstacle: lines that hold one of them stay, the host's other lines go, keys that are missing
   * are added.
   */
  public static KnownHostsEdit replaced(
      KnownHostsFile file,
      String name,
      @Nullable String address,
      List<PublicKey> keys,
      boolean hash) {
    StringBuilder out = new StringBuilder();
    List<Line.Entry> removed = new ArrayList<>();
    List<Line.Entry> kept = new ArrayList<>();
    List<PublicKey> missing = new ArrayList<>(keys);
    for (Line line : file.lines()) {
      boolean stays = true;
      if (line instanceof Line.Entry entry && isAbout(entry, name, address)) {
        if (entry.marker() != Marker.NONE) {
          kept.add(entry);
        } else if (keys.stream().anyMatch(k -> holds(entry, k))) {
          missing.removeIf(k -> holds(entry, k));
        } else {
          removed.add(entry);
          stays = false;
        }
      }
      if (stays) {
        out.append(line.text()).append('\n');
      }
    }
    for (PublicKey key : missing) {
      out.append(line(name, address, key, hash));
    }
    return new KnownHostsEdit(out.toString(), removed, kept, List.of(), missing);
  }

  /** With all plain names hashed, one line for each; lines with markers or wildcards stay. */
  public static KnownHostsEdit hashed(KnownHostsFile file) {
    StringBuilder out = new StringBuilder();
    List<Line.Entry> removed = new ArrayList<>();
    List<Line.Entry> kept = new ArrayList<>();
    List<Line.Entry> skipped = new ArrayList<>();
    for (Line line : file.lines()) {
      if (line instanceof Line.Entry entry && !entry.hashed() && entry.marker() == Marker.NONE) {
        if (entry.hasWildcard()) {
          skipped.add(entry);
        } else {
          removed.add(entry);
          out.append(entry.hashedLines());
          continue;
        }
      } else if (line instanceof Line.Entry entry) {
        kept.add(entry);
      }
      out.append(line.text()).append('\n');
    }
    return new KnownHostsEdit(out.toString(), removed, kept, skipped, List.of());
  }

  static boolean isAbout(Line.Entry entry, String name, @Nullable String address) {
    return entry.matches(name) || (address != null && entry.matches(address));
  }

  static boolean holds(Line.Entry entry, PublicKey key) {
    return entry.blob() != null && entry.blob().equals(key.blob());
  }
}
