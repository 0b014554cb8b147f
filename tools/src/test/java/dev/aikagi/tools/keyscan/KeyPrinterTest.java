package dev.aikagi.tools.keyscan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyPrinterTest {
  /** The transport has refused such a version already; who prints does not lean on that. */
  @Tag("E3")
  @Test
  void aVersionCannotMoveTheCursor() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(said, true, StandardCharsets.UTF_8);
    CommandLine line = CommandLine.parse(List.of("a"), errors);
    new KeyPrinter(line, errors, errors).version("a", "SSH-2.0-x\33[2J\n");
    assertEquals("# a:22 SSH-2.0-x\\033[2J\\012\n", said.toString(StandardCharsets.UTF_8));
  }
}
