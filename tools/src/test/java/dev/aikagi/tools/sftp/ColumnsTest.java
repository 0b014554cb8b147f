package dev.aikagi.tools.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Test
  void columnsFillTheTerminal() {
    StringBuilder out = new StringBuilder();
    Columns columns = new Columns(out::append, 7, 80);
    List.of("sub/big", "sub/deep").forEach(columns::add);
    columns.end();
    // Nine columns would fit exactly: OpenSSH leaves two blanks behind each and divides evenly.
    assertEquals("sub/big   sub/deep  \n", out.toString());
    out.setLength(0);
    Columns narrow = new Columns(out::append, 30, 20);
    narrow.add("a");
    narrow.add("b");
    narrow.end();
    assertEquals("a" + " ".repeat(19) + "\nb" + " ".repeat(19) + "\n", out.toString());
  }
}
