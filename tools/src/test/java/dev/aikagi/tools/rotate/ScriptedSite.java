package dev.aikagi.tools.rotate;

import dev.aikagi.Bytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.copyid.FarKeys;
import dev.aikagi.tools.copyid.Mode;
import dev.aikagi.tools.copyid.RemoteKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in memory, whose door opens to what is in its file; ended after a step if told so. */
final class ScriptedSite implements Site {
  /** As Ctrl-C: nothing of the program runs after it. */
  static final class Ended extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final PublicKey old;
  private final PublicKey fresh;
  byte[] file;
  final List<String> steps = new ArrayList<>();

  /** How many steps there are before the end; -1 for no end. */
  int end = -1;

  /** Whether the last step still comes to be, as where only its answer is lost. */
  boolean takesEffect;

  /** What the door shows in spite of the file, by the number of the login. */
  java.util.function.BiFunction<Integer, Turn, @Nullable Seen> door = (_, _) -> null;

  Runnable beforeReplace = () -> {};
  private int logins;

  ScriptedSite(PublicKey old, PublicKey fresh, String content) {
    this.old = old;
    this.fresh = fresh;
    this.file = Octets.array(content);
  }

  String content() {
    return Octets.of(file);
  }

  boolean opensTo(Turn key) {
    String blob = (key == Turn.OLD ? old : fresh).line();
    return content().lines().anyMatch(line -> !line.startsWith("#") && line.contains(blob));
  }

  private void step(String name, Runnable effect) {
    steps.add(name);
    boolean last = steps.size() - 1 == end;
    if (!last || takesEffect) {
      effect.run();
    }
    if (last) {
      throw new Ended();
    }
  }

  @Override
  public Entry enter(Turn key) {
    step("login " + key, () -> logins++);
    Seen told = door.apply(logins, key);
    Seen shown = told != null ? told : opensTo(key) ? new Seen.Opened() : new Seen.Shut();
    return new Entry() {
      @Override
      public Seen seen() {
        return shown;
      }

      @Override
      public FarKeys keys() {
        step("read", () -> {});
        return new FarKeys(new Keys(), Bytes.of(file));
      }

      @Override
      public List<String> evidence(List<Mode> modes) {
        return List.of("evidence");
      }

      @Override
      public void close() {}
    };
  }

  private final class Keys implements RemoteKeys {
    @Override
    public String path() {
      return ".ssh/authorized_keys";
    }

    @Override
    public byte[] read() {
      step("read", () -> {});
      return file.clone();
    }

    @Override
    public List<Mode> append(byte[] lines) {
      step(
          "append",
          () -> {
            byte[] grown = Arrays.copyOf(file, file.length + lines.length);
            System.arraycopy(lines, 0, grown, file.length, lines.length);
            file = grown;
          });
      return List.of();
    }

    @Override
    public void replace(byte[] before, byte[] after) throws IOException {
      beforeReplace.run();
      if (!Arrays.equals(before, file)) {
        throw new IOException(CHANGED);
      }
      step("replace", () -> file = after.clone());
    }

    @Override
    public void close() {}
  }
}
