package dev.aikagi.bench.peer;

import java.io.IOException;

/** A library's client, used as its own documentation says. One object for many threads. */
public interface Library extends AutoCloseable {
  /** A connection that is authenticated. The host key is looked up in a file, as in real use. */
  Link connect() throws IOException;

  @Override
  void close() throws IOException;

  /** A connection. */
  interface Link extends AutoCloseable {
    /**
     * Runs a command, reads its output to the end and forgets it.
     *
     * @return the number of bytes that came
     */
    long read(String command) throws IOException;

    /** Runs a command and gives it that many bytes. */
    void write(String command, long size) throws IOException;

    /** Fetches a file by SFTP, in the library's own way for whole files. */
    void get(String remote, String local) throws IOException;

    /** Stores a file by SFTP. */
    void put(String local, String remote) throws IOException;

    @Override
    void close() throws IOException;
  }
}
