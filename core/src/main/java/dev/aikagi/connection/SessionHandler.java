package dev.aikagi.connection;

import java.io.IOException;

/**
 * The server's side of one session channel. The methods of one handler are called by different
 * threads, but {@link #request} and {@link #closed} never at the same time.
 */
public interface SessionHandler {
  /**
   * Decides about one request and does what it asks; true grants it. Called in the order of the
   * requests, on a virtual thread. For a {@link SessionRequest.Program} it gets everything ready
   * (starts the process); {@link #run} follows once the client knows. An exception counts as
   * refusal.
   */
  boolean request(ServerSession session, SessionRequest request) throws IOException;

  /**
   * Moves the data of the program that was granted, and returns how it ended; then end of file and
   * the result are sent and the channel is closed. Runs on a thread of its own.
   */
  ExitResult run(ServerSession session) throws IOException;

  /**
   * Whether {@link #run} wants a platform thread instead of a virtual one: for bulk, for native
   * calls, or for a person who types. The connection's reader becomes one too.
   */
  default boolean wantsPlatformThread() {
    return false;
  }

  /**
   * The channel is gone: closed by the client, or the connection ended. Called once, whatever
   * happened before, also while {@link #run} still runs: the place to hang up the program.
   */
  default void closed(ServerSession session) {}
}
