package dev.aikagi.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * One command in {@code bin}: a few lines of POSIX shell that find the image, through symbolic
 * links too, and become the Java runtime, so that the terminal, the streams, the signals and the
 * exit code are the tool's own.
 *
 * @param name of the command
 * @param tool what Main is asked to run, before the user's own words; empty for {@code aikagi}
 * @param cache which start-up cache it uses
 * @param options of the Java runtime, beside those that all share
 */
record Launcher(String name, String tool, String cache, List<String> options) {
  /** Short-lived tools never get to code that is worth the second compiler. */
  private static final List<String> SHORT = List.of("-XX:TieredStopAtLevel=1", "-Xmx256m");

  /** Bulk data needs the second compiler. */
  private static final List<String> BULK = List.of();

  /**
   * A server starts once and faces everybody: native calls from any other module are refused at run
   * time too. The short-lived tools rely on the architecture test for that, because this option
   * keeps the start-up cache from holding the module graph (10 ms of each start on JDK 25).
   */
  private static final List<String> SERVER = List.of("--illegal-native-access=deny");

  static final List<Launcher> ALL =
      List.of(
          new Launcher("aikagi", "", "ssh", BULK),
          new Launcher("ssh", "ssh", "ssh", BULK),
          new Launcher("sshd", "sshd", "sshd", SERVER),
          new Launcher("ssh-keygen", "ssh-keygen", "ssh-keygen", SHORT));

  private static final List<String> COMMON =
      List.of(
          "-XX:+UseSerialGC",
          // What a debugger, a profiler or a dump would give away: keys and passwords.
          "-XX:+DisableAttachMechanism",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          // Half alive after an OutOfMemoryError is worse than gone.
          "-XX:+ExitOnOutOfMemoryError",
          // The runtime's own warnings go to standard output, which belongs to the tool.
          "-Xlog:disable",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8",
          "-Djdk.serialFilter=!*",
          "--add-modules=org.bouncycastle.provider",
          "--enable-native-access=dev.aikagi.posix");

  static void writeAll(Path image) throws IOException {
    Path bin = Files.createDirectories(image.resolve("bin"));
    for (Launcher launcher : ALL) {
      Path file = bin.resolve(launcher.name());
      Files.writeString(file, launcher.script());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private String script() {
    return """
    #!/bin/sh
    self=$0
    case $self in */*) ;; *) self=./$self ;; esac
    while [ -L "$self" ]; do
      link=$(readlink "$self")
      case $link in /*) self=$link ;; *) self=${self%%/*}/$link ;; esac
    done
    lib=${self%%/*}/../lib
    # Variables that would put options or agents of somebody else's choice into the runtime.
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    cache=
    [ -r "$lib/%s.aot" ] && cache=-XX:AOTCache=$lib/%s.aot
    exec "$lib/runtime/bin/java" ${cache:+"$cache"} \\
      %s \\
      -m dev.aikagi.tools/dev.aikagi.tools.Main%s "$@"
    """
        .formatted(cache, cache, quoted(), tool.isEmpty() ? "" : " " + tool);
  }

  private String quoted() {
    StringBuilder line = new StringBuilder();
    for (List<String> some : List.of(options, COMMON)) {
      for (String option : some) {
        line.append(line.isEmpty() ? "" : " ").append('\'').append(option).append('\'');
      }
    }
    return line.toString();
  }

  /** The same command as words, for a run that records what a start needs. */
  List<String> command(Path image, Path cacheOutput) {
    List<String> words = new ArrayList<>();
    words.add(image.resolve("lib/runtime/bin/java").toString());
    words.add("-XX:AOTCacheOutput=" + cacheOutput);
    words.addAll(options);
    words.addAll(COMMON);
    words.addAll(List.of("-m", "dev.aikagi.tools/dev.aikagi.tools.Main"));
    if (!tool.isEmpty()) {
      words.add(tool);
    }
    return words;
  }
}
