package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.kex.Moduli;
import dev.aikagi.kex.ModuliScreen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** {@link ModuliScreen}: a file of candidates, and that what it finds is a file of moduli. */
public final class ModuliCandidatesTarget {
  private ModuliCandidatesTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    List<String> found = new ArrayList<>();
    ModuliScreen screen = new ModuliScreen(new ModuliScreen.Options(4, 0, 0, 8), Clock.systemUTC());
    screen.run(
        new BufferedReader(new StringReader(new String(data, StandardCharsets.ISO_8859_1))),
        new ModuliScreen.Results() {
          @Override
          public void found(String line) {
            found.add(line);
          }

          @Override
          public void done(long lines) {
            Found.check(lines <= data.length + 1L, "more lines than there are");
          }
        });
    for (String line : found) {
      try {
        Found.sayNothing(Moduli.parse(line));
      } catch (MalformedException e) {
        throw new IllegalStateException("a line that is not read again: " + line, e);
      }
    }
  }
}
