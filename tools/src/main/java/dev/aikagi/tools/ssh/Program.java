package dev.aikagi.tools.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.connection.Reply;
import dev.aikagi.connection.Session;
import dev.aikagi.connection.SessionRequest;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What runs at the far end: a shell, a command, a subsystem. */
record Program(SessionRequest.Program request) {
  static Program of(ClientConfig config, String command) {
    if (config.value(ClientKeywords.SESSION_TYPE).equals("subsystem")) {
      return new Program(new SessionRequest.Subsystem(command));
    }
    return new Program(
        command.isEmpty()
            ? new SessionRequest.Shell()
            : new SessionRequest.Exec(Bytes.of(command.getBytes(StandardCharsets.UTF_8))));
  }

  /** Sends the environment and the request; the reply is looked at by {@link #requireStart}. */
  Reply request(ClientConfig config, Session session, Log log) throws IOException {
    Environment.send(config, session, log);
    if (request instanceof SessionRequest.Exec e) {
      log.debug(1, "Sending command: " + text(e.command()));
    } else if (request instanceof SessionRequest.Subsystem s) {
      log.debug(1, "Sending subsystem: " + s.name());
    }
    return session.send(request);
  }

  private static String text(Bytes command) {
    return new String(command.toArray(), StandardCharsets.UTF_8);
  }

  /** Waits for the answer. */
  void requireStart(Reply reply) throws IOException, Fatal {
    if (!reply.granted()) {
      String name =
          switch (request) {
            case SessionRequest.Shell _ -> "shell";
            case SessionRequest.Exec _ -> "exec";
            case SessionRequest.Subsystem _ -> "subsystem";
          };
      throw new Fatal(name + " request failed on channel 0");
    }
  }
}
