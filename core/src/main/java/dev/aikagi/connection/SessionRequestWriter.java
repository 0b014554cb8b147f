package dev.aikagi.connection;

import dev.aikagi.message.ChannelRequestData;

/** Turns a request of the caller into its message. */
final class SessionRequestWriter {
  private SessionRequestWriter() {}

  static ChannelRequestData write(SessionRequest request) {
    return switch (request) {
      case SessionRequest.PtyReq p -> {
        TerminalSize s = p.pty().size();
        yield new ChannelRequestData.PtyReq(
            p.pty().term(),
            s.columns(),
            s.rows(),
            s.widthPixels(),
            s.heightPixels(),
            p.pty().modes().encode());
      }
      case SessionRequest.Env e -> new ChannelRequestData.Env(e.name(), e.value());
      case SessionRequest.Shell s -> new ChannelRequestData.Shell();
      case SessionRequest.Exec e -> new ChannelRequestData.Exec(e.command());
      case SessionRequest.Subsystem s -> new ChannelRequestData.Subsystem(s.name());
      case SessionRequest.WindowChange c -> {
        TerminalSize s = c.size();
        yield new ChannelRequestData.WindowChange(
            s.columns(), s.rows(), s.widthPixels(), s.heightPixels());
      }
      case SessionRequest.Signal s -> new ChannelRequestData.Signal(s.name());
      case SessionRequest.Break b -> new ChannelRequestData.Break(b.milliseconds());
      case SessionRequest.AuthAgentReq a ->
          new ChannelRequestData.AuthAgentReq(a.channel() == AgentChannel.STANDARD);
      case SessionRequest.Other o -> new ChannelRequestData.Unknown(o.requestType(), o.data());
    };
  }
}
