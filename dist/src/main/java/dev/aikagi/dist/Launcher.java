package dev.aikagi.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One command in {@code bin}: a few lines of POSIX shell that find the image, through symbolic
 * links too, and become the Java runtime, so that the terminal, the streams, the signals and the
 * exit code are the tool's own.
 *
 * @param name of the command, of the tool that Main runs, and of its start-up cache
 * @param options of the Java runtime, beside those that all share
 */
record Launcher(String name, List<String> options) {
  /** Stands for the folder lib of the image. */
  private static final String LIB = "@lib@";

  /** Short-lived tools never get to code that is worth the second compiler. */
  static final Launcher SSH_KEYGEN = new Launcher("ssh-keygen", List.of("-XX:TieredStopAtLevel=1"));

  /** Several logins in one process, and a few lines: over before the second compiler helps. */
  static final Launcher SSH_COPY_ID =
      new Launcher("ssh-copy-id", List.of("-XX:TieredStopAtLevel=1"));

  /** One login, looked at from all sides: over before the second compiler helps. */
  static final Launcher SSH_DOCTOR = new Launcher("ssh-doctor", List.of("-XX:TieredStopAtLevel=1"));

  /** Many connections, each over with the key exchange. */
  static final Launcher SSH_KEYSCAN =
      new Launcher("ssh-keyscan", List.of("-XX:TieredStopAtLevel=1"));

  /**
   * A few signatures in a day. What it runs in its own place gets the limit of open files that it
   * was started with itself.
   */
  static final Launcher SSH_AGENT =
      new Launcher("ssh-agent", List.of("-XX:TieredStopAtLevel=1", "-XX:-MaxFDLimit"));

  /** Over before the second compiler helps. */
  static final Launcher SSH_ADD = new Launcher("ssh-add", List.of("-XX:TieredStopAtLevel=1"));

  /** Moves bytes by the system's calls, and those are compiled either way. */
  static final Launcher SFTP_SERVER =
      new Launcher("sftp-server", List.of("-XX:TieredStopAtLevel=1"));

  /** Bulk data needs the second compiler, and soon, but for a few methods only. */
  static final Launcher SSH = new Launcher("ssh", earlyOnly());

  /** The connection is in its own process, and so are the ciphers. */
  static final Launcher SFTP = new Launcher("sftp", earlyOnly());

  /** As with sftp. */
  static final Launcher SCP = new Launcher("scp", earlyOnly());

  /**
   * A server starts once and faces everybody: native calls from any other module are refused at run
   * time too. The short-lived tools rely on the architecture test for that, because this option
   * keeps the start-up cache from holding the module graph (10 ms of each start on JDK 25). It
   * stays, so what a login runs through is compiled as soon as usual.
   */
  static final Launcher SSHD = new Launcher("sshd", sshd());

  private static List<String> sshd() {
    return List.of(early(EarlyCode.SERVER), "--illegal-native-access=deny");
  }

  private static List<String> earlyOnly() {
    List<String> options = new ArrayList<>(EarlyCode.LATE);
    options.add(early(EarlyCode.CLIENT));
    return options;
  }

  private static String early(EarlyCode code) {
    return "-XX:CompileCommandFile=" + LIB + "/" + code.file();
  }

  private static final List<Launcher> ALL =
      List.of(
          SSH,
          SSHD,
          SSH_KEYGEN,
          SSH_KEYSCAN,
          SSH_AGENT,
          SSH_ADD,
          SSH_COPY_ID,
          SSH_DOCTOR,
          SFTP,
          SCP,
          SFTP_SERVER);

  static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final List<String> COMMON =
      List.of(
          "-XX:+UseSerialGC",
          // A young generation that begins small and stays in the processor's cache: what a packet
          // leaves behind is dead at once, and each page that is touched first costs more than its
          // collection. The heap grows from there as ever, where many connections want it.
          "-Xms32m",
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

  private static final String MAIN = "dev.aikagi.tools/dev.aikagi.tools.Main";

  /** The same for several command lines in one process. */
  private static final String REHEARSAL = "dev.aikagi.tools/dev.aikagi.tools.Rehearsal";

  private static final String FIND_BIN =
      """
      #!/bin/sh
      self=$0
      case $self in */*) ;; *) self=./$self ;; esac
      while [ -L "$self" ]; do
        link=$(readlink "$self")
        case $link in /*) self=$link ;; *) self=${self%/*}/$link ;; esac
      done
      bin=${self%/*}
      """;

  private static final String RUN =
      """
      # A standard stream that is closed would become the runtime's own next file.
      if [ -d /proc/self/fd ]; then
        [ -e /proc/self/fd/0 ] || exec 0<>/dev/null
        [ -e /proc/self/fd/1 ] || exec 1<>/dev/null
        [ -e /proc/self/fd/2 ] || exec 2<>/dev/null
      fi
      # Variables that would put options or agents of somebody else's choice into the runtime.
      unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
      cache=$bin/../lib/@name@.aot
      [ -r "$cache" ] || cache=
      exec "$bin/../lib/runtime/bin/java" ${cache:+"-XX:AOTCache=$cache"} \\
        @options@ \\
        -m @main@\
      """;

  /** Writes all commands, and {@code aikagi}, which runs any of them by name. */
  static void writeAll(Path image) throws IOException {
    EarlyCode.writeAll(image.resolve("lib"));
    Path bin = Files.createDirectories(image.resolve("bin"));
    for (Launcher launcher : ALL) {
      write(bin.resolve(launcher.name), FIND_BIN + launcher.run() + " " + launcher.name);
    }
    String named =
        """
        if [ "${1-}" ] && [ "$1" != aikagi ] && [ -x "$bin/$1" ]; then
          tool=$1
          shift
          exec "$bin/$tool" "$@"
        fi
        """;
    write(bin.resolve("aikagi"), FIND_BIN + named + SSH_KEYGEN.run());
  }

  private static void write(Path file, String script) throws IOException {
    Files.writeString(file, script + " \"$@\"\n");
    Files.setPosixFilePermissions(file, PROGRAM);
  }

  private String run() {
    StringBuilder quoted = new StringBuilder();
    for (String option : allOptions()) {
      quoted.append(quoted.isEmpty() ? "" : " ").append(quoted(option));
    }
    return RUN.replace("@name@", name).replace("@options@", quoted).replace("@main@", MAIN);
  }

  private static String quoted(String option) {
    return option.contains(LIB)
        ? '"' + option.replace(LIB, "$bin/../lib") + '"'
        : "'" + option + "'";
  }

  private List<String> allOptions() {
    List<String> all = new ArrayList<>(options);
    all.addAll(COMMON);
    if (System.getProperty("os.name").equals("Linux")) {
      // One page fault where there would be hundreds; other systems do not know the option.
      all.add("-XX:+UseTransparentHugePages");
    }
    return all;
  }

  /** As words: the runs that write the start-up cache, all in one process. */
  List<String> recording(Path image, List<List<String>> runs) {
    List<String> words = new ArrayList<>();
    words.add(image.resolve("lib/runtime/bin/java").toString());
    words.add("-XX:AOTCacheOutput=" + cache(image));
    for (String option : allOptions()) {
      words.add(option.replace(LIB, image.resolve("lib").toString()));
    }
    words.addAll(List.of("-m", REHEARSAL));
    for (List<String> run : runs) {
      words.add(name);
      words.addAll(run);
      words.add(";");
    }
    words.removeLast();
    return words;
  }

  Path cache(Path image) {
    return image.resolve("lib").resolve(name + ".aot");
  }
}
