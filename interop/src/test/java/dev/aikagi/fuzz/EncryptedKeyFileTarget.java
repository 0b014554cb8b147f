package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.wire.WireReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * {@link PrivateKeyFile#read} with a passphrase, of files whose passphrase costs little to try:
 * what they say of their encryption, and what comes out of it.
 */
public final class EncryptedKeyFileTarget {
  private static final String OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----";
  private static final String PKCS8 = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
  private static final int MAGIC = "openssh-key-v1\0".length();
  private static final int MAX_ROUNDS = 1;

  private EncryptedKeyFileTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    if (!costsLittle(text)) {
      return;
    }
    try (SecretBytes passphrase =
        SecretBytes.copyOf("fuzz12".getBytes(StandardCharsets.US_ASCII))) {
      switch (PrivateKeyFile.read(data, passphrase)) {
        case PrivateKeyFile.Refused refused -> Found.oneLine(refused.reason().summary());
        case PrivateKeyFile.Loaded loaded -> {
          try (PrivateKey key = loaded.key()) {
            Found.sayNothing(key.publicKey().line());
          }
        }
      }
    }
  }

  private static boolean costsLittle(String text) {
    if (text.contains("PuTTY-User-Key-File-")) {
      return text.startsWith("PuTTY-User-Key-File-2");
    }
    try {
      if (text.contains(OPENSSH)) {
        WireReader in = new WireReader(body(text, OPENSSH));
        in.readRaw(MAGIC);
        in.readName();
        in.readName();
        WireReader options = new WireReader(in.readBytes());
        options.readBytes();
        return options.readUint32() <= MAX_ROUNDS;
      }
      return !text.contains(PKCS8) || counts(body(text, PKCS8)) < 1 << 15;
    } catch (MalformedException | IllegalArgumentException e) {
      // Whatever is not read here costs nothing there.
      return !text.contains(OPENSSH) && !text.contains(PKCS8);
    }
  }

  private static byte[] body(String text, String begin) {
    int from = text.indexOf(begin) + begin.length();
    int end = text.indexOf("-----END", from);
    return Base64.getMimeDecoder().decode(text.substring(from, end < 0 ? text.length() : end));
  }

  /** The largest number that could be one of iterations: whatever looks like an INTEGER of DER. */
  private static long counts(byte[] der) {
    for (int i = 0; i + 1 < der.length; i++) {
      if (der[i] == 2 && der[i + 1] > 2) {
        return Long.MAX_VALUE;
      }
    }
    return 0;
  }
}
