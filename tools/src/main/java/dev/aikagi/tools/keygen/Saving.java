package dev.aikagi.tools.keygen;

import dev.aikagi.SecretBytes;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.KeyFileException;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PrivateKeyFile.WriteOptions;
import dev.aikagi.key.PrivateKeyFormat;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes key files. */
final class Saving {
  /** OpenSSL refuses shorter ones for its formats, and so OpenSSH does. */
  private static final int MIN_PEM_PASSPHRASE = 5;

  private final Request request;

  Saving(Request request) {
    this.request = request;
  }

  /** Throws with OpenSSH's words for any failure; the old file is then as it was. */
  void privateKey(PrivateKey key, String name, SecretBytes passphrase, String comment)
      throws Failure {
    PrivateKeyFormat format = request.conversion().privateFormat();
    boolean tooShort = passphrase.length() > 0 && passphrase.length() < MIN_PEM_PASSPHRASE;
    boolean byOpenSsl = format == PrivateKeyFormat.PEM || format == PrivateKeyFormat.PKCS8;
    if (byOpenSsl && tooShort) {
      throw failed(name, "passphrase is too short (minimum five characters)");
    }
    byte[] content = new byte[0];
    try {
      content =
          PrivateKeyFile.write(
              key,
              comment,
              new WriteOptions(format, passphrase, request.cipher(), request.rounds()));
      AtomicFile.write(Path.of(name), content, AtomicFile.OWNER_ONLY);
    } catch (KeyFileException e) {
      throw failed(name, KeyFiles.words(e.reason()));
    } catch (IOException e) {
      throw failed(name, FileFault.sentence(e));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Failure failed(String name, String why) {
    return Failure.of("Saving key \"" + name + "\" failed: " + why);
  }

  static void publicKey(PublicKey key, String name, String comment) throws Failure {
    String line = new PublicKeyFile.Entry(key, comment).line() + "\n";
    try {
      AtomicFile.write(Path.of(name), line.getBytes(StandardCharsets.UTF_8), AtomicFile.PUBLIC);
    } catch (IOException e) {
      throw Failure.fatal("Unable to save public key to " + name + ": " + FileFault.sentence(e));
    }
  }
}
