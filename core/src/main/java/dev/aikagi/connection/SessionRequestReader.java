package dev.aikagi.connection;

import dev.aikagi.MalformedException;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;

/** Turns the message into the value that a handler gets. */
final class SessionRequestReader {
  private SessionRequestReader() {}

  /** What belongs to no server session counts as {@link SessionRequest.Other}. */
  static SessionRequest read(ChannelRequest request) throws MalformedException {
    return switch (ChannelRequestData.of(request)) {
      case ChannelRequestData.PtyReq p ->
          new SessionRequest.PtyReq(
              new Pty(
                  p.term(),
                  new TerminalSize(p.columns(), p.rows(), p.widthPixels(), p.heightPixels()),
                  TerminalModes.decode(p.modes())));
      case ChannelRequestData.Env e -> new SessionRequest.Env(e.name(), e.value());
      case ChannelRequestData.Shell s -> new SessionRequest.Shell();
      case ChannelRequestData.Exec e -> new SessionRequest.Exec(e.command());
      case ChannelRequestData.Subsystem s -> new SessionRequest.Subsystem(s.name());
      case ChannelRequestData.WindowChange c ->
          new SessionRequest.WindowChange(
              new TerminalSize(c.columns(), c.rows(), c.widthPixels(), c.heightPixels()));
      case ChannelRequestData.Signal s -> new SessionRequest.Signal(s.name());
      case ChannelRequestData.Break b -> new SessionRequest.Break(b.milliseconds());
      case ChannelRequestData.AuthAgentReq a ->
          new SessionRequest.AuthAgentReq(
              a.standard() ? AgentChannel.STANDARD : AgentChannel.OPENSSH);
      case ChannelRequestData.ExitStatus e ->
          new SessionRequest.Other(e.requestType(), request.data());
      case ChannelRequestData.ExitSignal e ->
          new SessionRequest.Other(e.requestType(), request.data());
      case ChannelRequestData.EndOfWrite e ->
          new SessionRequest.Other(e.requestType(), request.data());
      case ChannelRequestData.Unknown u -> new SessionRequest.Other(u.requestType(), u.fields());
    };
  }
}
