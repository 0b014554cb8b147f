package dev.aikagi.tools.copyid;

import dev.aikagi.tools.Octets;
import dev.aikagi.tools.ssh.LoggedIn;
import dev.aikagi.tools.ssh.RemoteProgram;
import dev.aikagi.transport.Timer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * By two commands for a POSIX shell, which the login shell, be it csh or fish, becomes.
 *
 * <p>The commands have no single quote, line feed, backslash or exclamation mark within their
 * quotes, as those shells differ in what these mean there. What varies goes through standard input,
 * where nothing has a meaning: a mark of this run and the paths. An answer begins with the mark and
 * a word of the command, so that neither what start files print nor a program that repeats its
 * input or shows its command is taken for one.
 */
final class ShellKeys implements RemoteKeys {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** Start files may be talkative, but not without end. */
  private static final int MAX_NOISE = 256 << 10;

  private static final int MARK = 16;
  private static final String OPENWRT = "/etc/dropbear/authorized_keys";

  private static final String HEAD = "cd; IFS= read -r m; IFS= read -r f; IFS= read -r d; ";

  /** Where root's keys are on OpenWrt, whose dropbear looks at no other file of root's. */
  private static final String DROPBEAR =
      "if [ \"$(id -u)\" = 0 ] && [ -e /etc/openwrt_release ]; then"
          + " p=openwrt; f=/etc/dropbear/authorized_keys; fi; ";

  private static final String READ =
      "if [ -e \"$f\" ]; then echo \"$m $p present\"; exec cat \"$f\"; fi;"
          + " echo \"$m $p absent\"";

  private static final String APPEND =
      "umask 077; if mkdir -p \"$d\" && cat >> \"$f\"; then r=added; else r=failed; fi;"
          + " chmod go-w \"$f\"; case \"$d\" in .ssh|*/.ssh) chmod go-w \"$d\";; esac;"
          + " if type restorecon >/dev/null 2>&1; then restorecon -F \"$d\" \"$f\"; fi;"
          + " echo \"$m $r\"; ls -ldL . || echo -; ls -ldL \"$d\" || echo -; ls -ldL \"$f\"";

  /**
   * Of the content before and after, the latter comes first, as many octets as the line before it
   * says. What was cut off on the way is shorter than that, or another content before: neither is
   * put in place.
   */
  private static final String REPLACE =
      "IFS= read -r n; k=0; while [ -h \"$f\" ] && [ $k -lt 40 ]; do l=$(readlink \"$f\"); case"
          + " \"$l\" in -*) l=./$l;; esac; case \"$l\" in /*) f=$l;; *) case \"$f\" in */*)"
          + " f=${f%/*}/$l;; *) f=$l;; esac;; esac; k=$((k+1)); done; t=$f.$m; r=failed; umask 077;"
          + " set -f; if type cmp >/dev/null; then if cp -p \"$f\" \"$t\" && dd bs=1 count=$n"
          + " 2>/dev/null > \"$t\" && [ $(wc -c < \"$t\") -eq $n ]; then if cmp -s - \"$f\"; then"
          + " set -- $(ls -lnd \"$f\"); a=\"$1 $3 $4\"; set -- $(ls -lnd \"$t\"); if [ \"$a\" ="
          + " \"$1 $3 $4\" ]; then if mv -f \"$t\" \"$f\"; then r=replaced; if type restorecon"
          + " >/dev/null 2>&1; then restorecon -F \"$f\"; fi; fi; else r=owner; fi; else r=changed;"
          + " fi; fi; rm -f \"$t\"; fi; echo \"$m $r\"";

  private final LoggedIn login;
  private final boolean perhapsOpenWrt;
  private final String mark;
  private FarPath path;

  /**
   * @param usual whether it is the file that the server looks at, wherever that is
   */
  ShellKeys(LoggedIn login, FarPath path, boolean usual) {
    this.login = login;
    this.path = path;
    this.perhapsOpenWrt = usual && login.serverSoftware().startsWith("dropbear");
    byte[] random = new byte[MARK];
    new SecureRandom().nextBytes(random);
    this.mark = "aikagi-" + HexFormat.of().formatHex(random);
  }

  /** For a login shell of any kind. */
  static String command(String script) {
    return "exec sh -c '" + script + "'";
  }

  static String readScript(boolean perhapsOpenWrt) {
    return HEAD + "p=asked; " + (perhapsOpenWrt ? DROPBEAR : "") + READ;
  }

  static String appendScript() {
    return HEAD + APPEND;
  }

  @Override
  public String path() {
    return path.file();
  }

  @Override
  public byte[] read() throws IOException {
    Said said = new Said();
    // The outer one for a server that grants a session and takes nothing, or does not let go of it.
    try (Timer.Scheduled _ = Timer.after(PATIENCE.multipliedBy(2), login::close);
        RemoteProgram program = start(readScript(perhapsOpenWrt), said, new byte[0]);
        Timer.Scheduled _ = Timer.after(PATIENCE, program::close)) {
      InputStream in = new BufferedInputStream(program.output());
      String answer = firstAnswer(program, in, said);
      if (answer.startsWith("openwrt")) {
        path = new FarPath(OPENWRT, OPENWRT.substring(0, OPENWRT.lastIndexOf('/')));
      }
      byte[] content = in.readNBytes(MAX_FILE + 1);
      if (content.length > MAX_FILE) {
        throw new IOException("it is larger than " + MAX_FILE + " bytes");
      }
      if (program.finish() != 0) {
        throw new IOException("it cannot be read" + said.inBrackets());
      }
      return content;
    }
  }

  @Override
  public List<Mode> append(byte[] lines) throws IOException {
    Said said = new Said();
    // Not only the program: what was added must not be added again by a second way.
    try (Timer.Scheduled _ = Timer.after(PATIENCE, login::close);
        RemoteProgram program = start(appendScript(), said, lines)) {
      InputStream in = new BufferedInputStream(program.output());
      if (!answer(in).equals("added")) {
        int _ = program.finish();
        throw new IOException("it cannot be written" + said.inBrackets());
      }
      return modes(listing(in));
    }
  }

  static String replaceScript() {
    return HEAD + REPLACE;
  }

  @Override
  public void replace(byte[] before, byte[] after) throws IOException {
    Said said = new Said();
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    more.writeBytes(Octets.array(after.length + "\n"));
    more.writeBytes(after);
    more.writeBytes(before);
    try (Timer.Scheduled _ = Timer.after(PATIENCE, login::close);
        RemoteProgram program = start(replaceScript(), said, more.toByteArray())) {
      String answer = answer(new BufferedInputStream(program.output()));
      switch (answer) {
        case "replaced" -> {}
        case "changed" -> throw new IOException(CHANGED);
        case "owner" -> throw new IOException("its owner and mode cannot be kept");
        default -> {
          int _ = program.finish();
          throw new IOException("it cannot be replaced" + said.inBrackets());
        }
      }
    }
  }

  /** The login is its maker's. */
  @Override
  public void close() {
    // Each command has ended already.
  }

  /** What can be had of it: that the lines were added is known already. */
  private static String listing(InputStream in) {
    StringBuilder out = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0 && out.length() < MAX_NOISE; c = in.read()) {
        out.append((char) c);
      }
    } catch (IOException e) {
      // Its time was over: something in the background of the login shell holds the stream.
      out.append('\n');
    }
    return out.toString();
  }

  private List<Mode> modes(String listing) {
    List<String> paths = List.of(FarPath.HOME, path.folder(), path.file());
    String[] lines = listing.split("\n", -1);
    List<Mode> modes = new ArrayList<>();
    for (int i = 0; i < paths.size() && i < lines.length; i++) {
      Mode.listed(paths.get(i), lines[i]).ifPresent(modes::add);
    }
    return modes;
  }

  private RemoteProgram start(String script, Said said, byte[] more) throws IOException {
    RemoteProgram program;
    try {
      program = login.exec(Octets.bytes(command(script)), said);
    } catch (IOException e) {
      throw new NoShell(String.valueOf(e.getMessage()));
    }
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(Octets.array(mark + "\n" + path.file() + "\n" + path.folder() + "\n"));
    input.writeBytes(more);
    try {
      program.input().write(input.toByteArray());
      program.input().close();
    } catch (IOException e) {
      // It ended without reading all: what it wrote, or that it wrote nothing, says why.
      byte[] why = Octets.array("input: " + e.getMessage() + "\n");
      said.write(why, 0, why.length);
    }
    return program;
  }

  private String firstAnswer(RemoteProgram program, InputStream in, Said said) throws NoShell {
    String answer = "";
    try {
      answer = answer(in);
    } catch (IOException e) {
      // Its time was over, or the connection is, which the next way will say.
      throw new NoShell("no Unix shell answered: " + e.getMessage());
    }
    if (answer.isEmpty()) {
      program.awaitErrors(LAST_WORDS);
      throw new NoShell("no Unix shell answered" + said.inBrackets());
    }
    return answer;
  }

  /** What stands behind the mark; empty where the output ends without it. */
  private String answer(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = 0; read < MAX_NOISE; read++) {
      int c = in.read();
      if (c < 0) {
        return "";
      }
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      int at = line.indexOf(mark + " ");
      if (at >= 0) {
        return line.substring(at + mark.length() + 1).strip();
      }
      line.setLength(0);
    }
    return "";
  }
}
