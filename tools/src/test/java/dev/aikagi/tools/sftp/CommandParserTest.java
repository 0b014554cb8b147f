package dev.aikagi.tools.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandParserTest {
  private static Command parse(String line) throws Refusal {
    return CommandParser.parse(line);
  }

  @Test
  void prefixes() {
    assertEquals(new CommandParser.Line(true, true, "ls"), CommandParser.Line.of(" -@ ls"));
    assertEquals(new CommandParser.Line(false, false, "ls -l"), CommandParser.Line.of("ls -l"));
  }

  @Test
  void transfers() throws Refusal {
    assertEquals(
        new Command.Get("a*", Optional.of("b*"), new TransferFlags(true, false, true, true)),
        parse("get -aP -R a* b*"));
    assertEquals(
        new Command.Put("\\*", Optional.empty(), new TransferFlags(true, true, false, false)),
        parse("reput -f '*'"));
    assertEquals(new Command.Get("a", Optional.empty(), TransferFlags.NONE), parse("mget a"));
  }

  @Test
  void listings() throws Refusal {
    assertEquals(
        new Command.ListFolder(Optional.empty(), ListFlags.NONE.with('l').with('1').with('t')),
        parse("dir -l1t"));
    assertEquals(ListFlags.View.LONG, ((Command.ListFolder) parse("LS -1n")).flags().view());
  }

  @Test
  void numbers() throws Refusal {
    assertEquals(new Command.ChangeMode(0600, "a", false), parse("chmod 600 a"));
    assertEquals(new Command.ChangeOwner(8, true, "a", true), parse("chgrp -h 010 a"));
    assertEquals(new Command.LocalUmask(027), parse("lumask 027"));
  }

  @Test
  void shells() throws Refusal {
    assertEquals(new Command.Shell("echo \"a"), parse("!echo \"a"));
    assertEquals(new Command.Shell("/bin/ls -d 'x y'"), parse("lls  -d 'x y'"));
    assertEquals(new Command.Shell("/bin/ls"), parse("lls"));
  }

  @Test
  void links() throws Refusal {
    assertEquals(new Command.Symlink("a", "b c"), parse("ln -s a 'b c'"));
    assertEquals(new Command.HardLink("a", "b"), parse("ln a b"));
    assertEquals(new Command.Rename("a", "b", true), parse("rename -l a b"));
    assertInstanceOf(Command.Nothing.class, parse("# comment"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nope | Invalid command.",
        "get | You must specify at least one path after a get command.",
        "mput | You must specify at least one path after a mput command.",
        "ln a | You must specify two paths after a ln command.",
        "chmod | You must supply a numeric argument to the chmod command.",
        "chmod 9 a | You must supply a numeric argument to the chmod command.",
        "chmod 600 | You must specify a path after a chmod command.",
        "chown -1 a | chown: Invalid flag -1",
        "lumask xx | You must supply a numeric argument to the lumask command.",
        "ls -z | ls: Invalid flag -z",
        "pwd -x | pwd: Invalid flag -x",
        "rm | You must specify a path after a rm command.",
        "rm \"a | Unterminated quoted argument",
      })
  void refusals(String line, String text) {
    assertEquals(text, assertThrows(Refusal.class, () -> parse(line)).text());
  }
}
