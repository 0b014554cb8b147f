package dev.aikagi.tools.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.aikagi.sftp.FileAttributes;
import dev.aikagi.sftp.FileSystemStatistics;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The lines are those of OpenSSH's sftp. */
class LongLineTest {
  private static final Instant NOW = Instant.parse("2026-11-26T14:00:00Z");
  private final LongLine format = new LongLine(NOW, ZoneOffset.UTC);

  private static FileAttributes file(int mode, long size, String time) {
    long at = Instant.parse(time).getEpochSecond();
    return FileAttributes.NONE.withPermissions(mode).withSize(size).withTimes(at, at);
  }

  @Test
  void recentAndOld() {
    assertEquals(
        "-rw-r--r--    ? root     root            6 Nov 21 01:02 a.txt",
        format.of(file(0100644, 6, "2026-11-21T01:02:00Z"), "root", "root", false, "a.txt"));
    assertEquals(
        "lrwxrwxrwx    ? root     root            5 Jan  2  2020 lnk",
        format.of(file(0120777, 5, "2020-01-02T00:00:00Z"), "root", "root", false, "lnk"));
    assertEquals(
        "drwxr-xr-x    ? longlonguser 0            4.0K Dec  1  2026 sub",
        format.of(file(0040755, 4096, "2026-12-01T00:00:00Z"), "longlonguser", "0", true, "sub"));
  }

  @Test
  void specialBits() {
    assertEquals(
        "-rwsr-Sr-T",
        format.of(file(0107744, 0, "2026-11-01T00:00:00Z"), "", "", false, "").substring(0, 10));
  }

  @Test
  void fileSystems() {
    FileSystemStatistics s =
        new FileSystemStatistics(
            4096, 4096, 66053021, 59734517, 20279224, 16777216, 16322192, 16322192, 0, 0, 255);
    assertEquals(
        """
                Size         Used        Avail       (root)    %Capacity
           264212084     25274016     81116896    238938068           9%
        """,
        FileSystemTable.of(s, false, false));
    assertEquals(
        """
            Size     Used    Avail   (root)    %Capacity
           252GB   24.1GB   77.4GB    228GB           9%
        """,
        FileSystemTable.of(s, true, false));
    assertEquals(
        """
             Inodes        Used       Avail      (root)    %Capacity
           16777216      455024    16322192    16322192           2%
        """,
        FileSystemTable.of(s, false, true));
  }
}
