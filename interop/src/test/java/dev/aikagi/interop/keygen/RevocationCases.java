package dev.aikagi.interop.keygen;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What ssh-keygen -k is to read: good lists made at random, and single lines that are at fault. */
final class RevocationCases {
  private static final List<String> IDS =
      List.of("a", "b c", "A", "", "é", "x".repeat(100), "a\\b", "id: x", "serial:5");

  private final Random random = new Random(21);
  private final List<String> keys;
  private final List<String> fingerprints;

  /**
   * Cases of these lines.
   *
   * @param keys lines of keys and certificates
   * @param fingerprints of the same keys
   */
  RevocationCases(List<String> keys, List<String> fingerprints) {
    this.keys = keys;
    this.fingerprints = fingerprints;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** Serial numbers at distances at which the forms of a list differ in length. */
  private String serials(boolean far) {
    List<Integer> gaps = List.of(1, 2, 8, 9, 10, 63, 64, 65, 72, 73, 80, 1000, 1 << 30);
    List<Integer> lengths = List.of(1, 1, 1, 2, 3, 8, 16, 17, 18, 64, 136, 137, 145, 300);
    StringBuilder out = new StringBuilder();
    long next = far ? 1L << (32 + random.nextInt(31)) : 1;
    for (int i = random.nextInt(25); i >= 0; i--) {
      next += any(gaps);
      long last = next + any(lengths) - 1;
      String low = random.nextInt(4) == 0 ? "0x" + Long.toHexString(next) : Long.toString(next);
      out.append(any(List.of("serial: ", "serial:", "Serial:\t")));
      out.append(next == last ? low : low + "-" + last).append('\n');
      next = last;
    }
    return out.toString();
  }

  private String word() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> "id: " + any(IDS);
      case 2 -> "key: " + any(keys);
      case 3 -> "sha1: " + any(keys);
      case 4 -> "sha256: " + any(keys);
      case 5 -> "hash: " + any(fingerprints);
      case 6 -> "  # comment";
      default -> any(keys);
    };
  }

  /** A good list. */
  String good() {
    StringBuilder out = new StringBuilder();
    if (random.nextInt(3) > 0) {
      out.append(serials(random.nextInt(4) == 0));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      out.append(word()).append(any(List.of("\n", " \n", "\t# x\n", "\n\n")));
    }
    return out.toString();
  }

  /** Lines of which many are refused. */
  List<String> odd() {
    List<String> out = new ArrayList<>();
    for (String number :
        List.of(
            "",
            " ",
            "x",
            "0",
            "00",
            "0x",
            "0xg",
            "08",
            "010",
            "+5",
            "-1",
            "--1",
            "+-1",
            "1x",
            "1 2",
            "1-",
            "-",
            "1- 3",
            "1 -3",
            "1--3",
            "1-x",
            "1-2-3",
            "5-5",
            "6-5",
            "0-5",
            "1-0x10",
            "0X10-0X20",
            "1,2",
            "1:2",
            "18446744073709551615",
            "18446744073709551616",
            "1-18446744073709551615",
            "1-18446744073709551616",
            "0xffffffffffffffff",
            "0x10000000000000000",
            "99999999999999999999999999",
            "01777777777777777777777",
            "02000000000000000000000")) {
      out.add("serial: " + number);
    }
    String key = keys.getFirst();
    for (String line :
        List.of(
            "id",
            "id :x",
            "ID:x",
            "serial",
            "serials: 5",
            "hash:",
            "hash: SHA256:AAAA",
            "hash: SHA256:!!",
            "hash: SHA256:AAAAA",
            "hash: sha256:" + fingerprints.getFirst().substring(7),
            "hash: MD5:aa:bb",
            "hash: " + fingerprints.getFirst() + "=",
            "hash: " + fingerprints.getFirst() + "==",
            "hash: " + fingerprints.getFirst() + " x",
            "hash: SHA1:AAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "HASH:" + fingerprints.getFirst(),
            "key:",
            "key: x",
            "KEY:" + key,
            "key " + key,
            "key: key: " + key,
            "sha1:",
            "sha1: " + key + "\r",
            "SHA1:" + key,
            "sha256: x",
            "foo",
            "foo: " + key,
            "host " + key,
            "\t " + key + "\t ",
            key.substring(0, key.indexOf(' ')),
            key.substring(0, 30),
            key.replaceFirst("ssh-ed25519", "ssh-rsa"),
            key.replaceFirst("ssh-ed25519", "ssh-foo"),
            "#" + key,
            "\r",
            "id: a\r",
            "# only a comment",
            "")) {
      out.add(line);
    }
    return out;
  }
}
