package dev.aikagi.kerberos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose keys are in a keytab; what is none is refused before anything is taken from it. */
class KeytabFileTest {
  private static final byte[] HEADER = {5, 2};

  /** Without its length; the key is of 32 bytes, whatever is said of it. */
  private static byte[] entry(int keyLength, String realm, String... components)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(components.length);
    string(out, realm);
    for (String component : components) {
      string(out, component);
    }
    out.writeInt(1);
    out.writeInt(0);
    out.writeByte(2);
    out.writeShort(18);
    out.writeShort(keyLength);
    out.write(new byte[32]);
    // The number of the key once more, in full.
    out.writeInt(2);
    return bytes.toByteArray();
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static byte[] counted(byte[] entry) {
    return counted(entry.length, entry);
  }

  private static byte[] counted(int length, byte[] entry) {
    return ByteBuffer.allocate(4 + entry.length).putInt(length).put(entry).array();
  }

  private static byte[] keytab(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HEADER);
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static List<String> principals(byte[]... parts) throws Exception {
    return KeytabFile.parse(keytab(parts)).principals();
  }

  private static String fault(byte[] file) {
    return String.valueOf(
        assertThrows(MalformedException.class, () -> KeytabFile.parse(file)).getMessage());
  }

  private static String unseen(byte[] file) {
    return String.valueOf(
        assertThrows(UnseenKeytabException.class, () -> KeytabFile.parse(file)).getMessage());
  }

  @Test
  void eachPrincipalIsNamedOnce() throws Exception {
    byte[] web = counted(entry(32, "R", "host", "web.example"));
    byte[] user = counted(entry(32, "R", "hoge"));
    assertEquals(
        List.of("host/web.example@R", "hoge@R"),
        KeytabFile.parse(keytab(web, user, web)).principals());
    assertEquals(List.of(), principals());
    assertEquals(List.of("host/ウェブ@R"), principals(counted(entry(32, "R", "host", "ウェブ"))));
  }

  @Test
  void whatWasTakenOutIsNotThere() throws Exception {
    byte[] gone = entry(32, "R", "host", "gone");
    byte[] web = counted(entry(32, "R", "host", "web"));
    assertEquals(List.of("host/web@R"), principals(counted(-gone.length, gone), web));
    assertEquals(List.of("host/web@R"), principals(web, new byte[4], counted(gone)));
    assertEquals(List.of("host/web@R"), principals(web, new byte[3]));
  }

  /** A principal that is one word with a slash is not that of a host. */
  @Test
  void aPartKeepsItsSlash() throws Exception {
    assertEquals(List.of("host\\/web@R"), principals(counted(entry(32, "R", "host/web"))));
    assertEquals(List.of("a\\\\/b\\@c@R\\/S"), principals(counted(entry(32, "R/S", "a\\", "b@c"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "05", "0402", "0503", "6e6f"})
  void whatBeginsOtherwiseIsNone(String hex) {
    byte[] file = HexFormat.of().parseHex(hex);
    assertEquals("it does not begin with 05 02", fault(file));
  }

  /** Java reads it, in the byte order of this machine. */
  @Test
  void theOlderFormIsNotLookedInto() throws Exception {
    byte[] file = keytab(counted(entry(32, "R", "host", "web")));
    file[1] = 1;
    assertEquals("it is of the older form 05 01", unseen(file));
  }

  @Tag("B1")
  @Test
  void noLengthGoesBeyondItsEntry() throws Exception {
    byte[] good = entry(32, "R", "host", "web");
    for (int length : new int[] {good.length + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -500}) {
      assertTrue(fault(keytab(counted(length, good))).startsWith("it ends within"), length + "");
    }
    // The same entry in front of another one, whose bytes are not its own.
    byte[] next = counted(good);
    for (int length : new int[] {33 + 4, 0xffff}) {
      byte[] longKey = entry(length, "R", "host", "web");
      assertTrue(fault(keytab(counted(longKey), next)).startsWith("it ends within"), length + "");
    }
    for (int at : new int[] {0, 2, 5, 11}) {
      byte[] bad = good.clone();
      bad[at] = (byte) 0xff;
      assertTrue(fault(keytab(counted(bad), next)).startsWith("it ends within"), at + "");
    }
  }

  @Tag("B1")
  @Test
  void itMayEndNowhereWithinAnEntry() throws Exception {
    byte[] good = entry(32, "R", "host", "web");
    // What follows the key is Heimdal's and MIT's later addition.
    for (int length = 1; length < good.length - 4; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertTrue(fault(keytab(counted(cut))).startsWith("it ends within"), length + "");
    }
  }

  @Tag("B1")
  @Test
  void aLargeFileIsNotLookedInto(@TempDir Path folder) throws Exception {
    byte[] large = Arrays.copyOf(HEADER, (1 << 20) + 1);
    assertEquals("it is larger than 1 MiB", unseen(large));
    assertEquals("it does not begin with 05 02", fault(new byte[(1 << 20) + 1]));
    Path file = Files.write(folder.resolve("keytab"), large);
    Throwable why = assertThrows(UnseenKeytabException.class, () -> KeytabFile.read(file));
    assertEquals("it is larger than 1 MiB", why.getMessage());
    Files.write(file, Arrays.copyOf(large, 1 << 20));
    assertEquals(List.of(), KeytabFile.read(file).principals());
  }

  @Tag("B6")
  @Test
  void norIsOneOfTooManyEntries() throws Exception {
    byte[] one = counted(entry(32, "R", "a"));
    byte[][] many = new byte[10_001][];
    Arrays.fill(many, one);
    assertEquals("it has more than 10000 entries", unseen(keytab(many)));
    assertEquals(List.of("a@R"), principals(Arrays.copyOf(many, 10_000)));
  }

  @Test
  void aFileIsRead(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keytab");
    assertThrows(NoSuchFileException.class, () -> KeytabFile.read(file));
    Files.write(file, keytab(counted(entry(32, "R", "host", "web"))));
    assertEquals(List.of("host/web@R"), KeytabFile.read(file).principals());
  }
}
