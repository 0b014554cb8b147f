package dev.aikagi.tools.files;

import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.SftpException;
import dev.aikagi.sftp.SftpStatus;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** Begins SFTP on a connection, as a person at a terminal needs it. */
public final class OpenedClient {
  /**
   * OpenSSH waits for an answer as long as the connection is there, which is ssh's to watch over
   * (ServerAliveInterval). A day ends a wait that nobody waits for any more.
   */
  private static final Duration PATIENCE = Duration.ofDays(1);

  private OpenedClient() {}

  /** A client that goes by this; the connection stays the caller's to close. */
  public static SftpClient on(Connection connection, Tuning tuning) throws Fatal {
    // Bulk data moves on a platform thread.
    ThreadFactory threads = Thread.ofPlatform().daemon().name("sftp-client").factory();
    SftpClientOptions options =
        SftpClientOptions.DEFAULTS
            .withRequestTimeout(PATIENCE)
            .withThreads(threads)
            .withMaxBlock(tuning.buffer());
    if (tuning.requests() > 0) {
      options = options.withMaxRequests(tuning.requests());
    }
    long limit = tuning.bitsPerSecond();
    try {
      return SftpClient.over(
          Limit.on(connection.in(), limit), Limit.on(connection.out(), limit), options);
    } catch (SftpException e) {
      if (e.status() == SftpStatus.CONNECTION_LOST) {
        connection.close();
        throw new Fatal("Connection closed");
      }
      throw noProtocol(connection, e);
    } catch (IOException e) {
      throw noProtocol(connection, e);
    }
  }

  private static Fatal noProtocol(Connection connection, IOException e) {
    connection.kill();
    return new Fatal(
        e.getMessage()
            + "\nEnsure the remote shell produces no output for non-interactive sessions.");
  }
}
