package dev.aikagi.tools.ssh;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Finds the escapes in what is typed: the escape character at the start of a line, and the
 * character after it. Everything else goes on to the server.
 */
final class Escapes {
  /** What an escape does. */
  interface Actions {
    /** Shows text to the person, not to the server. */
    void show(String text) throws IOException;

    void disconnect() throws IOException;

    void suspend() throws IOException;

    void sendBreak() throws IOException;

    void rekey();

    String changeVerbosity(int by);

    String openConnections();
  }

  private static final char SUSPEND = 'Z' & 31;

  private final char escape;
  private final Actions actions;
  private boolean startOfLine = true;
  private boolean pending;

  Escapes(char escape, Actions actions) {
    this.escape = escape;
    this.actions = actions;
  }

  /** Passes typed bytes on, without the escapes among them; false if one of them ended ssh. */
  boolean pass(byte[] typed, int length, OutputStream to) throws IOException {
    byte[] out = new byte[length + 2];
    int n = 0;
    for (int i = 0; i < length; i++) {
      char c = (char) (typed[i] & 0xff);
      if (pending) {
        pending = false;
        if (c == '.') {
          to.write(out, 0, n);
          actions.disconnect();
          return false;
        }
        if (handled(c)) {
          startOfLine = true;
          continue;
        }
        if (c != escape) {
          out = grown(out, n + length + 2);
          out[n++] = (byte) escape;
        }
      } else if (startOfLine && c == escape) {
        pending = true;
        continue;
      }
      startOfLine = c == '\r' || c == '\n';
      out = grown(out, n + 2);
      out[n++] = (byte) c;
    }
    if (n > 0) {
      to.write(out, 0, n);
    }
    return true;
  }

  private static byte[] grown(byte[] array, int size) {
    return size <= array.length ? array : java.util.Arrays.copyOf(array, size);
  }

  private String name(char c) {
    return escape + (c < ' ' ? "^" + (char) (c + 64) : String.valueOf(c));
  }

  private boolean handled(char c) throws IOException {
    switch (c) {
      case SUSPEND -> {
        actions.show(name(c) + " [suspend ssh]\r\n");
        actions.suspend();
      }
      case 'B' -> {
        actions.show(name(c) + "\r\n");
        actions.sendBreak();
      }
      case 'R' -> actions.rekey();
      case 'V', 'v' -> {
        String level = actions.changeVerbosity(c == 'v' ? 1 : -1);
        actions.show(name(c) + " [LogLevel " + level + "]\r\n");
      }
      case '?' -> actions.show(help());
      case '#' -> actions.show(name(c) + "\r\n" + actions.openConnections());
      case '&' -> actions.show(name(c) + " [not part of this ssh yet]\r\n");
      case 'C' -> actions.show("commandline disabled\r\n");
      default -> {
        return false;
      }
    }
    return true;
  }

  private String help() {
    String[][] rows = {
      {".", "terminate connection (and any multiplexed sessions)"},
      {"B", "send a BREAK to the remote system"},
      {"R", "request rekey"},
      {"V/v", "decrease/increase verbosity (LogLevel)"},
      {"^Z", "suspend ssh"},
      {"#", "list forwarded connections"},
      {"?", "this message"},
      {String.valueOf(escape), "send the escape character by typing it twice"}
    };
    StringBuilder out = new StringBuilder(name('?')).append("\r\nSupported escape sequences:\r\n");
    for (String[] row : rows) {
      out.append(' ').append(escape).append(row[0]).repeat(' ', Math.max(0, 3 - row[0].length()));
      out.append(" - ").append(row[1]).append("\r\n");
    }
    return out.append("(Note that escapes are only recognized immediately after newline.)\r\n")
        .toString();
  }
}
