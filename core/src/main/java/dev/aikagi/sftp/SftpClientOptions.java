package dev.aikagi.sftp;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/**
 * How a client behaves.
 *
 * @param requestTimeout the connection is given up when an answer is waited for and nothing at all
 *     was read or written for so long. It is no limit of a transfer, nor of a server that is slow
 *     while it still talks
 * @param maxRequests READs or WRITEs of one file that are usually in flight at most; 1 to 1,024. A
 *     long path may take more, see {@link Transfer}
 * @param maxBlock bytes of one READ or WRITE at most; 0 for what the server's limits say, or 32 KiB
 *     where it says nothing
 * @param threads makes the one thread that reads the answers
 */
public record SftpClientOptions(
    Duration requestTimeout, int maxRequests, int maxBlock, ThreadFactory threads) {
  public static final SftpClientOptions DEFAULTS =
      new SftpClientOptions(
          Duration.ofSeconds(60), 64, 0, Thread.ofVirtual().name("sftp-client").factory());

  public SftpClientOptions {
    if (!requestTimeout.isPositive()) {
      throw new IllegalArgumentException("requestTimeout: " + requestTimeout);
    }
    if (maxRequests < 1 || maxRequests > CallTable.CAPACITY) {
      throw new IllegalArgumentException("maxRequests: " + maxRequests);
    }
    if (maxBlock < 0 || maxBlock > Limits.MAX_DATA) {
      throw new IllegalArgumentException("maxBlock: " + maxBlock);
    }
  }

  public SftpClientOptions withRequestTimeout(Duration timeout) {
    return new SftpClientOptions(timeout, maxRequests, maxBlock, threads);
  }

  public SftpClientOptions withMaxRequests(int requests) {
    return new SftpClientOptions(requestTimeout, requests, maxBlock, threads);
  }

  public SftpClientOptions withMaxBlock(int bytes) {
    return new SftpClientOptions(requestTimeout, maxRequests, bytes, threads);
  }

  public SftpClientOptions withThreads(ThreadFactory factory) {
    return new SftpClientOptions(requestTimeout, maxRequests, maxBlock, factory);
  }
}
