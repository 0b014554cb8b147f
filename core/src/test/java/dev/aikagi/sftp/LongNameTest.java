package dev.aikagi.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.Bytes;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Against lines that OpenSSH's server wrote, in UTC. */
class LongNameTest {
  private static final long NOW = 1_795_701_716L;

  private static String line(
      int mode, long links, String user, String group, long size, long time) {
    return line("UTC", mode, links, user, group, size, time);
  }

  private static String line(
      String zone, int mode, long links, String user, String group, long size, long time) {
    ServedFolder.Entry entry =
        new ServedFolder.Entry(
            Bytes.utf8("x"),
            FileAttributes.NONE.withPermissions(mode).withSize(size).withTimes(0, time),
            links,
            Bytes.utf8(user),
            Bytes.utf8(group));
    return new LongName(TimeZone.getTimeZone(zone)).of(entry, NOW).utf8();
  }

  @Test
  void oldAndFutureFilesHaveTheirYear() {
    assertEquals(
        "lrwxrwxrwx    1 root     root            7 Nov 14  2023 x",
        line(0120777, 1, "root", "root", 7, 1_700_000_000));
    assertEquals(
        "drwxrwsr-t    2 root     root         4096 Nov 14  2023 x",
        line(0043775, 2, "root", "root", 4096, 1_700_000_000));
    assertEquals(
        "-rwsr-x--x    1 root     root           11 Jan  1  1970 x",
        line(0104751, 1, "root", "root", 11, 2));
    assertEquals(
        "-rw-r--r--    1 daemon   4242          100 Sep  9  2001 x",
        line(0100644, 1, "daemon", "4242", 100, 1_000_000_000));
    assertEquals(
        "prw-r--r--    1 root     root            0 Oct  2  2096 x",
        line(0010644, 1, "root", "root", 0, 4_000_000_000L));
  }

  @Test
  void newFilesHaveTheirTime() {
    assertEquals(
        "-rwSr-Sr-T  12345 a-long-user-name group    1234567890123 Nov 26 13:45 x",
        line(0107644, 12345, "a-long-user-name", "group", 1_234_567_890_123L, NOW - 1000));
    assertEquals(
        "----------    1 root     root            0 Nov 26 23:01 x",
        line("Asia/Tokyo", 0100000, 1, "root", "root", 0, NOW));
  }
}
