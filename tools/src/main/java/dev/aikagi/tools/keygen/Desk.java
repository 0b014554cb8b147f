package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the tool has before it: standard streams, the person at the terminal, and who that is.
 *
 * @param home of the password database, not of $HOME, which is what OpenSSH takes
 * @param clock with the time zone of whoever reads what is printed
 * @param agentSocket what $SSH_AUTH_SOCK names
 * @param provider what $SSH_SK_PROVIDER names
 */
record Desk(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Secrets secrets,
    String user,
    String host,
    Path home,
    Clock clock,
    Optional<String> agentSocket,
    Optional<String> provider) {
  private static final int MAX_LINE = 1024;

  /** Asks for a passphrase without showing it. */
  interface Secrets {
    /** Empty at the end of input. */
    SecretBytes ask(String prompt, Desk desk) throws IOException;
  }

  /** As OpenSSH's log to stderr: the terminal may be in raw mode, so the line begins anew. */
  void log(String message) {
    err.print(visible(message) + "\r\n");
    err.flush();
  }

  /** As vis(3) with the flags of OpenSSH's log: what is no ASCII is in octal. */
  private static String visible(String message) {
    StringBuilder out = new StringBuilder(message.length());
    for (byte b : message.getBytes(StandardCharsets.UTF_8)) {
      if (b == '\\') {
        out.append("\\\\");
      } else if ((b >= ' ' && b < 0x7f) || "\t\n\r\b\u0007".indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        out.append("\\%03o".formatted(b & 0xff));
      }
    }
    return out.toString();
  }

  void line(String text) {
    out.println(text);
  }

  SecretBytes passphrase(String prompt) throws IOException {
    out.flush();
    return secrets.ask(prompt, this);
  }

  /** Shows a question on standard output and reads the answer; empty at the end of input. */
  Optional<String> answer(String question) throws IOException {
    out.print(question);
    out.flush();
    byte[] line = readLine();
    return line == null ? Optional.empty() : Optional.of(new String(line, StandardCharsets.UTF_8));
  }

  /** Byte by byte, so that nothing is taken from a pipe that the next question needs. */
  byte @org.jspecify.annotations.Nullable [] readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] piece = new byte[1];
    boolean any = false;
    while (in.read(piece) > 0) {
      any = true;
      if (piece[0] == '\n') {
        break;
      }
      if (line.size() < MAX_LINE) {
        line.write(piece[0]);
      }
    }
    byte[] out = line.toByteArray();
    if (!any) {
      return null;
    }
    int end = out.length > 0 && out[out.length - 1] == '\r' ? out.length - 1 : out.length;
    byte[] cut = Arrays.copyOf(out, end);
    Arrays.fill(out, (byte) 0);
    return cut;
  }
}
