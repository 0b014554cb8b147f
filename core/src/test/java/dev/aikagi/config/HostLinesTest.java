package dev.aikagi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLinesTest {
  @TempDir Path folder;

  private List<HostLines.Host> in(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);
    return HostLines.in(file.toString());
  }

  @Test
  void findsTheNamesOfHostsWithTheirLines() throws IOException {
    List<HostLines.Host> hosts =
        in("# names\n  Host web db\n  HostName example.org\n\nHOST=mail\nMatch host x\n");
    assertEquals(
        List.of(List.of("web", "db"), List.of("mail")),
        hosts.stream().map(HostLines.Host::patterns).toList());
    assertEquals(List.of(2, 5), hosts.stream().map(h -> h.position().line()).toList());
    assertEquals(folder.resolve("config").toString(), hosts.getFirst().position().file());
  }

  @Test
  void aPatternIsNoName() throws IOException {
    assertEquals(List.of("web"), in("Host *.example.org web !db we? *\n").getFirst().plainNames());
  }

  @Test
  void blanksAndQuotesAreNoPartOfAName() throws IOException {
    assertEquals(List.of("web", "db"), in("Host  web\t db  \n").getFirst().plainNames());
    assertEquals(
        List.of("web", "db"), in("Host \"web\" db # a remark\r\n").getFirst().plainNames());
    assertEquals(List.of(), in("Host \"left open\n"));
  }

  @Test
  void whatCannotBeReadHasNone() throws IOException {
    assertEquals(List.of(), HostLines.in(folder.resolve("missing").toString()));
    assertEquals(List.of(), HostLines.in(folder.toString()));
    byte[] large = new byte[ConfigFile.MAX_SIZE + 1];
    Arrays.fill(large, (byte) '\n');
    Files.write(folder.resolve("config"), large);
    assertEquals(List.of(), HostLines.in(folder.resolve("config").toString()));
  }
}
