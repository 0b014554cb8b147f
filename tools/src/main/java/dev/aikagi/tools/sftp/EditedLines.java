package dev.aikagi.tools.sftp;

import dev.aikagi.posix.Signals;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.utils.InfoCmp;

/**
 * Commands that a person types at a terminal, with JLine's editing and history. No other class but
 * those of the terminal touches JLine, so that nothing of it is loaded for a batch.
 */
final class EditedLines implements LineSource {
  private static final String PROMPT = "sftp> ";

  /** OpenSSH's. */
  private static final int HISTORY = 100;

  private static final String DUMB = "dumb";

  private static final String TAB = "sftp-complete";

  private final Terminal terminal;
  private final LineReader reader;
  private final Completion completion;

  private EditedLines(Terminal terminal, Completion completion) {
    this.terminal = terminal;
    this.completion = completion;
    this.reader =
        LineReaderBuilder.builder()
            .appName("sftp")
            .terminal(terminal)
            .parser(new WholeLine())
            .variable(LineReader.HISTORY_SIZE, HISTORY)
            .variable(LineReader.BELL_STYLE, "none")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // Lines that are pasted are commands of their own.
            .option(LineReader.Option.BRACKETED_PASTE, false)
            .build();
    reader.getWidgets().put(TAB, this::complete);
    KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
    if (keys != null) {
      keys.bind(new Reference(TAB), "\t");
    }
  }

  static EditedLines open(Interrupts interrupts, Completion completion, Output out) throws Fatal {
    try {
      Terminal terminal =
          new PosixSysTerminal(
              "sftp",
              type(),
              new OwnPty(),
              StandardCharsets.UTF_8,
              false,
              Terminal.SignalHandler.SIG_DFL);
      interrupts.atPrompt(() -> terminal.raise(Terminal.Signal.INT));
      Signals.handle("CONT", () -> terminal.raise(Terminal.Signal.CONT));
      return new EditedLines(terminal, completion);
    } catch (IOException e) {
      throw new Fatal("Couldn't initialise the terminal: " + e.getMessage());
    }
  }

  /** Of a terminal that nobody knows nothing is expected, and nothing said. */
  private static String type() {
    String type = System.getenv().getOrDefault("TERM", "");
    try {
      if (!type.isEmpty()) {
        InfoCmp.getInfoCmp(type);
        return type;
      }
    } catch (IOException e) {
      return DUMB;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return DUMB;
  }

  @Override
  public Optional<String> next() {
    while (true) {
      try {
        return Optional.of(Octets.ofText(reader.readLine(PROMPT)));
      } catch (UserInterruptException e) {
        // Ctrl-C clears the line.
        terminal.flush();
      } catch (EndOfFileException e) {
        return Optional.empty();
      }
    }
  }

  private boolean complete() {
    String text = reader.getBuffer().toString();
    int cursor = reader.getBuffer().cursor();
    String before = Octets.ofText(text.substring(0, text.offsetByCodePoints(0, cursor)));
    Completion.Result result;
    try {
      result = completion.complete(Octets.ofText(text), before.length());
    } catch (IOException e) {
      return false; // The next command says what is wrong.
    }
    if (!result.choices().isEmpty()) {
      reader.printAbove(PROMPT + text + "\n" + columns(result.choices()));
    }
    reader.getBuffer().write(Octets.text(result.insert()));
    return true;
  }

  private String columns(List<String> names) {
    int longest = 0;
    for (String name : names) {
      longest = Math.max(longest, Shown.width(name));
    }
    StringBuilder text = new StringBuilder();
    Columns columns = new Columns(text::append, longest, terminal.getSize().getColumns());
    names.forEach(columns::add);
    columns.end();
    return text.toString().stripTrailing();
  }

  @Override
  public boolean isTyped() {
    return true;
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
