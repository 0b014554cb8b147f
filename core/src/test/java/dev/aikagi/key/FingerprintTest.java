package dev.aikagi.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Against what ssh-keygen 9.2 printed for the same keys. */
class FingerprintTest {
  private static PublicKey key(String name) throws IOException {
    return PublicKeyFile.read(PrivateKeyFileTest.file(name + ".pub")).key();
  }

  @Test
  void everyHash() throws Exception {
    PublicKey key = key("ed25519");
    assertEquals(
        "SHA256:Iro2T3FtHht9Wous8XLcOuX4NvTQZLVbC0QsgKsVDq4",
        Fingerprint.of(key, FingerprintHash.SHA256).toString());
    assertEquals(
        "MD5:49:c8:7a:6b:51:82:66:7b:e5:38:ef:e1:d9:24:0b:ba",
        Fingerprint.of(key, FingerprintHash.MD5).toString());
    assertEquals(
        "SHA1:s2MvXx6vxyTgaFcRa+dX8MsO++I", Fingerprint.of(key, FingerprintHash.SHA1).toString());
    assertEquals(
        "SHA384:i6mdgEmK5/2Ghv8Z8yOQ28ygeEMHbPoDZiDsefef9OuY2wzbToQJS5BYy0lQ+DnO",
        Fingerprint.of(key, FingerprintHash.SHA384).toString());
    assertEquals(
        "SHA512:Re19e3y4hkDa+1FU9AvZc8KsajlC+u/AVOzE6p0GktYKoubdA437BIC9Z9ho+1FwZNjL9s1kGn6Sj8012JnCPw",
        Fingerprint.of(key, FingerprintHash.SHA512).toString());
  }

  @Test
  void pictures() throws Exception {
    assertEquals(
        """
        +--[ED25519 256]--+
        |        ... o.   |
        |     . o   . o  .|
        |    . o o   o  ..|
        |     . = .   .o..|
        |    + = S . o+. +|
        |   E = + = =+..o |
        |  . .   +.+*.o   |
        |  oo    .+= = .  |
        | ..o.   .oo=..   |
        +----[SHA256]-----+\
        """,
        Randomart.of(key("ed25519"), FingerprintHash.SHA256));
    assertEquals(
        """
        +---[RSA 2048]----+
        |.                |
        |E. . .           |
        |  o o            |
        | . o o .         |
        |o.o = o S        |
        |.+++ o           |
        | .ooo o          |
        | ..+ + .         |
        |..o.+            |
        +------[MD5]------+\
        """,
        Randomart.of(key("rsa"), FingerprintHash.MD5));
    assertEquals(
        """
        +---[ECDSA 521]---+
        |****oo++..BX*.o .|
        |B*++= ++o=.*+o o |
        |=+.=o..o=+B. .. .|
        |.. +.. .+*     ..|
        |= + +  oS .   o o|
        |== + o +..   = * |
        |o+B . o +   o * .|
        |+o.+ o o .   o   |
        | ++   . +E.      |
        +----[SHA512]-----+\
        """,
        Randomart.of(key("p521"), FingerprintHash.SHA512));
  }
}
