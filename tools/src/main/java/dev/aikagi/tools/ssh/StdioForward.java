package dev.aikagi.tools.ssh;

import dev.aikagi.client.Client;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.Forward;
import dev.aikagi.connection.Channel;
import dev.aikagi.forward.Duplex;
import dev.aikagi.forward.Splice;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** -W: standard input and output are those of a connection that the server makes. */
final class StdioForward {
  private final Client client;
  private final ClientConfig config;
  private final Log log;

  StdioForward(Client client, ClientConfig config, Log log) {
    this.client = client;
    this.config = config;
    this.log = log;
  }

  /** Runs it to its end; whether that was the end of the channel and not of the connection. */
  boolean run(Forward.End.Tcp target, LocalCommand local) throws Fatal, IOException {
    Channel channel =
        JumpChannel.open(client, config.originalHost(), target.host(), target.port(), log);
    local.runBeside(log);
    log.debug(1, "Entering interactive session.");
    boolean noInput = config.value(ClientKeywords.STDIN_NULL);
    Splice.run(channel, new Streams(noInput), Thread.ofPlatform().daemon().name("stdin"));
    log.debug(1, "stdio forwarding: done");
    return client.transport().termination().isEmpty();
  }

  /** A read of standard input has no end that this process could give it: it ends with all else. */
  private static final class Streams implements Duplex {
    private final InputStream in;
    private final OutputStream out = Standard.out();

    Streams(boolean noInput) {
      in = noInput ? InputStream.nullInputStream() : Standard.in();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, length);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
    }

    /** Whoever reads it sees the end of file at once, though this process goes on. */
    @Override
    public void endOutput() throws IOException {
      out.close();
    }

    @Override
    public void close() {
      // The process ends next.
    }
  }
}
