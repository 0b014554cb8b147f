package dev.aikagi.tools.sftpserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.posix.Syslog;
import dev.aikagi.sftp.SftpOperation;
import dev.aikagi.tools.ServerLog;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static CommandLine.Serve serve(String... words) {
    return assertInstanceOf(CommandLine.Serve.class, CommandLine.parse(List.of(words)));
  }

  private static String refused(String... words) {
    return assertInstanceOf(CommandLine.Refused.class, CommandLine.parse(List.of(words))).reason();
  }

  /** e9916c4 of OpenSSH: none of them may be dropped, however long the line is. */
  @Test
  @Tag("F4")
  void allOptionsCount() {
    CommandLine.Serve s =
        serve(
            "-R",
            "-e",
            "-C",
            "/srv",
            "-f",
            "local3",
            "-l",
            "verbose",
            "-d",
            "/%u/%d/%%",
            "-u",
            "027",
            "-p",
            "open,close,read,nonsense",
            "-P",
            "read,write");
    assertTrue(s.options().readOnly());
    assertEquals(
        Optional.of(Set.of(SftpOperation.OPEN, SftpOperation.CLOSE, SftpOperation.READ)),
        s.options().allowed());
    assertEquals(Set.of(SftpOperation.READ, SftpOperation.WRITE), s.options().denied());
    assertEquals(OptionalInt.of(027), s.umask());
    assertEquals(
        new CommandLine.LogTo(true, Syslog.Facility.LOCAL3, ServerLog.Level.VERBOSE), s.log());
    assertEquals(Optional.of("/srv"), s.root());
    assertEquals(Optional.of("/%u/%d/%%"), s.start());
    assertEquals("", s.fault());
  }

  /** command="internal-sftp -C /" in a user's own list of keys leads out of nothing. */
  @Test
  @Tag("F3")
  void theFirstRootHolds() {
    assertEquals(Optional.of("."), serve("-C", ".", "-C", "/", "-d", "/").root());
  }

  @Test
  @Tag("F4")
  void aListOfUnknownRequestsAllowsNone() {
    assertEquals(Optional.of(Set.of()), serve("-p", "nonsense").options().allowed());
  }

  @Test
  void faultsAreOpenSshs() {
    assertInstanceOf(CommandLine.ShowUsage.class, CommandLine.parse(List.of("-h")));
    assertInstanceOf(CommandLine.ShowUsage.class, CommandLine.parse(List.of("-x")));
    assertInstanceOf(CommandLine.ShowUsage.class, CommandLine.parse(List.of("-d")));
    assertInstanceOf(CommandLine.ShowRequests.class, CommandLine.parse(List.of("-Q", "requests")));
    assertEquals("Invalid query type", refused("-Q", "x"));
    assertEquals("Unrecognized internal syslog level code -1", refused("-l", "x"));
    assertEquals("Unrecognized internal syslog facility code -1", refused("-f", "x"));
    assertEquals("Invalid umask \"999\"", serve("-u", "999").fault());
    assertEquals("Invalid umask \"1777\"", serve("-u", "1777").fault());
    assertEquals("percent_expand: unknown key %q", serve("-d", "%q").fault());
    // A login shell's words are nobody's.
    assertEquals("", serve("-c", "-h", "x").fault());
    assertEquals(OptionalInt.empty(), serve("operand", "-h").umask());
  }

  @Test
  void theStartFolderKnowsTheUser() {
    assertEquals("/home/u/u/%x", StartFolder.expand("%d/%u/%%x", "/home/u", "u"));
    assertEquals("percent_expand: trailing %", StartFolder.fault("a%"));
    assertEquals("", StartFolder.fault("%%%u"));
  }
}
