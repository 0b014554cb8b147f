package dev.aikagi.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that this process was started with, to start the same program once more. */
public final class OwnCommand {
  /** The launchers start the runtime with the main module behind this option. */
  private static final String MODULE = "-m";

  /** How somebody starts it from a class path. */
  private static final String MAIN = "dev.aikagi.tools.Main";

  /** What the kernel appends to the name of a file that was removed. */
  private static final String DELETED = " (deleted)";

  private static final String CACHE = "-XX:AOTCache=";

  /** A start that is being recorded must not record the second process over the first. */
  private static final String RECORDING = "-XX:AOTCacheOutput=";

  private OwnCommand() {}

  /** The runtime's file. */
  public static String program() throws IOException {
    return program(Files.readSymbolicLink(Path.of("/proc/self/exe")).toString());
  }

  /** After an upgrade the program that runs is gone, and another stands in its place. */
  static String program(String link) {
    return link.endsWith(DELETED) ? link.substring(0, link.length() - DELETED.length()) : link;
  }

  /** All words, as they were given. */
  public static List<String> arguments() throws IOException {
    String line =
        new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.UTF_8);
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int end; (end = line.indexOf('\0', start)) >= 0; start = end + 1) {
      arguments.add(line.substring(start, end));
    }
    return arguments;
  }

  /**
   * The runtime with the same options, and then another tool.
   *
   * @param options of the runtime, besides
   */
  public static List<String> arguments(String tool, List<String> options) throws IOException {
    return with(tool, options, arguments());
  }

  static List<String> with(String tool, List<String> options, List<String> own) throws IOException {
    int module = own.indexOf(MODULE);
    int main = module < 0 ? own.indexOf(MAIN) : module + 1;
    if (main < 0 || main >= own.size()) {
      throw new IOException("this program was not started by its launcher");
    }
    List<String> out = new ArrayList<>();
    for (String word : own.subList(0, module < 0 ? main : module)) {
      if (word.startsWith(CACHE)) {
        // Absolute, since the other process may be elsewhere.
        Path mine = Path.of(word.substring(CACHE.length())).toAbsolutePath();
        Path cache = mine.resolveSibling(tool + ".aot");
        out.add(CACHE + (Files.isReadable(cache) ? cache : mine));
      } else if (!word.startsWith(RECORDING)) {
        out.add(word);
      }
    }
    out.addAll(options);
    if (module >= 0) {
      out.add(MODULE);
    }
    out.addAll(List.of(own.get(main), tool));
    return out;
  }
}
