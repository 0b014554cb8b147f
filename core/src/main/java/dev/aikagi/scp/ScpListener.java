package dev.aikagi.scp;

import dev.aikagi.Bytes;
import java.io.IOException;

/** Is told what becomes of a copy, by the thread that copies. */
public interface ScpListener {
  /**
   * Something failed at this side. The others go on, unless an {@link ScpException} follows.
   *
   * @param text the path and why, as the other side is told too
   */
  void failed(Bytes text);

  /**
   * The other side says that something failed.
   *
   * @param text as it came: not to be shown to a terminal as it is
   */
  void peerFailed(Bytes text);

  /** The connection ended where it must not. */
  void lost();

  /** A file's content begins. */
  default void started(Bytes name, long size) {}

  /** So much of it was moved. */
  default void at(long bytes) {}

  /** It is complete, or will not be. */
  default void ended() {}

  /**
   * A record is sent or was received.
   *
   * @param what begins the line, as OpenSSH's -v has it
   */
  default void record(String what, Bytes line) {}

  /** Why this side's file system refused something, in the words for a person. */
  default String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
