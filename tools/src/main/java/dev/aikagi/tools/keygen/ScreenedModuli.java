package dev.aikagi.tools.keygen;

import dev.aikagi.kex.ModuliScreen;
import dev.aikagi.key.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file that -M screen writes, and its checkpoint, which never counts what is not in it. */
final class ScreenedModuli implements ModuliScreen.Results, AutoCloseable {
  private final WritableByteChannel out;
  private final Optional<Path> checkpoint;

  private ScreenedModuli(WritableByteChannel out, Optional<Path> checkpoint) {
    this.out = out;
    this.checkpoint = checkpoint;
  }

  static ScreenedModuli to(OutputStream out, Optional<Path> checkpoint) {
    return new ScreenedModuli(Channels.newChannel(out), checkpoint);
  }

  /** The file grows, so that a run goes on where the one before it ended. */
  static ScreenedModuli appending(Path file, Optional<Path> checkpoint) throws IOException {
    return new ScreenedModuli(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), checkpoint);
  }

  @Override
  public void found(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  @Override
  public void done(long lines) throws IOException {
    if (checkpoint.isEmpty()) {
      return;
    }
    if (out instanceof FileChannel file) {
      file.force(false);
    }
    byte[] text = (lines + "\n").getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(checkpoint.get(), text, AtomicFile.OWNER_ONLY);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
