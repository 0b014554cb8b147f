package dev.aikagi.fuzz;

import dev.aikagi.MalformedException;
import dev.aikagi.key.FileSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@link FileSignature#parse}, and that nobody but the key's owner signs. */
public final class FileSignatureTarget {
  private static final byte[] MESSAGE = "not what the seeds sign".getBytes(StandardCharsets.UTF_8);

  private FileSignatureTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FileSignature signature;
    try {
      signature = FileSignature.parse(data);
    } catch (MalformedException e) {
      Found.oneLine(String.valueOf(e.getMessage()));
      return;
    }
    String text = signature.armoured();
    FileSignature again = FileSignature.parse(text.getBytes(StandardCharsets.US_ASCII));
    Found.check(again.armoured().equals(text), "another signature when it is read");
    Found.check(
        !signature.verify(signature.namespace(), new ByteArrayInputStream(MESSAGE)),
        "a signature of what nobody signed");
  }
}
