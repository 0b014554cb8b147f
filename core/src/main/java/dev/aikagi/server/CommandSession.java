package dev.aikagi.server;

import dev.aikagi.connection.ExitResult;
import dev.aikagi.connection.ServerSession;
import dev.aikagi.connection.SessionHandler;
import dev.aikagi.connection.SessionRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A session that runs a Java function for exec, and refuses everything else. One per session. */
public final class CommandSession implements SessionHandler {
  /** The program: its streams are those of the session. */
  @FunctionalInterface
  public interface Command {
    /** Runs the command line and returns the exit status. */
    int run(String commandLine, ServerSession session) throws IOException;
  }

  private final Command command;
  private volatile @Nullable String commandLine;

  public CommandSession(Command command) {
    this.command = command;
  }

  @Override
  public boolean request(ServerSession session, SessionRequest request) {
    if (request instanceof SessionRequest.Exec exec) {
      commandLine = exec.command().utf8();
      return true;
    }
    return request instanceof SessionRequest.Env;
  }

  @Override
  public ExitResult run(ServerSession session) throws IOException {
    String line = commandLine;
    if (line == null) {
      throw new IllegalStateException("no command was granted");
    }
    return ExitResult.status(command.run(line, session));
  }
}
