package dev.aikagi.tools.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EscapesTest {
  private final List<String> done = new ArrayList<>();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Escapes escapes =
      new Escapes(
          '~',
          new Escapes.Actions() {
            @Override
            public void show(String text) {
              done.add(text);
            }

            @Override
            public void disconnect() {
              done.add("disconnect");
            }

            @Override
            public void suspend() {
              done.add("suspend");
            }

            @Override
            public void sendBreak() {
              done.add("break");
            }

            @Override
            public void rekey() {
              done.add("rekey");
            }

            @Override
            public String changeVerbosity(int by) {
              return "DEBUG" + by;
            }

            @Override
            public String openConnections() {
              return "none";
            }
          });

  private boolean type(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return escapes.pass(bytes, bytes.length, sent);
  }

  private String sent() {
    return sent.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void textGoesThrough() throws IOException {
    assertTrue(type("ls ~/x\r"));
    assertEquals("ls ~/x\r", sent());
  }

  @Test
  void anEscapeCountsOnlyAtTheStartOfALine() throws IOException {
    assertTrue(type("a~.b\r"));
    assertEquals("a~.b\r", sent());
    assertFalse(type("x\r~.more"));
    assertEquals("a~.b\rx\r", sent());
    assertEquals(List.of("disconnect"), done);
  }

  @Test
  void anEscapeMayComeInPieces() throws IOException {
    assertTrue(type("~"));
    assertEquals("", sent());
    assertFalse(type("."));
  }

  @Test
  void eachEscapeDoesItsPart() throws IOException {
    type("~\u001a~B~R~v~V~#");
    assertEquals(
        List.of(
            "~^Z [suspend ssh]\r\n",
            "suspend",
            "~B\r\n",
            "break",
            "rekey",
            "~v [LogLevel DEBUG1]\r\n",
            "~V [LogLevel DEBUG-1]\r\n",
            "~#\r\nnone"),
        done);
    assertEquals("", sent());
  }

  @Test
  void theCharacterItselfIsTypedTwice() throws IOException {
    type("~~.");
    assertEquals("~.", sent());
    assertTrue(done.isEmpty());
  }

  @Test
  void whatIsNoEscapeGoesOn() throws IOException {
    type("~x~.");
    assertEquals("~x~.", sent());
  }

  @Test
  void manyEscapeCharactersFit() throws IOException {
    type("~a\r".repeat(1000));
    assertEquals("~a\r".repeat(1000), sent());
  }
}
