package dev.aikagi.connection;

import dev.aikagi.MalformedException;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelOpenFailure;
import java.io.IOException;

/** A channel that the peer opens: asks the handler, answers, and runs what uses the channel. */
final class PeerOpen implements Runnable {
  private final Connection connection;
  private final ConnectionHandler handler;
  private final Channel channel;
  private final ChannelOpen message;

  PeerOpen(Connection connection, ConnectionHandler handler, Channel channel, ChannelOpen message) {
    this.connection = connection;
    this.handler = handler;
    this.channel = channel;
    this.message = message;
  }

  @Override
  public void run() {
    try {
      switch (decide()) {
        case OpenDecision.AcceptSession accept -> acceptSession(accept.handler());
        case OpenDecision.Accept accept -> accept(accept.user());
        case OpenDecision.Refuse refuse -> refuse(refuse.reason(), refuse.text());
      }
    } catch (IOException e) {
      // Sending failed, so the connection cannot go on.
      connection.fail(e);
    }
  }

  private OpenDecision decide() throws MalformedException {
    OpenDecision decision;
    try {
      decision = handler.open(connection, new OpenRequest(message.channelType(), message.data()));
    } catch (MalformedException e) {
      // The data of a channel type are read by the handler, and no less strictly than a message.
      throw e;
    } catch (IOException | RuntimeException e) {
      connection.report(e);
      return new OpenDecision.Refuse(OpenFailureReason.CONNECT_FAILED, "open failed");
    }
    if (decision instanceof OpenDecision.AcceptSession
        && !(channel.sink() instanceof ServerSession.Requests)) {
      connection.report(
          new IllegalStateException("a session handler for " + message.channelType()));
      return new OpenDecision.Refuse(OpenFailureReason.CONNECT_FAILED, "open failed");
    }
    return decision;
  }

  private void acceptSession(SessionHandler sessionHandler) throws IOException {
    if (channel.sink() instanceof ServerSession.Requests requests) {
      requests.to(new ServerSession(sessionHandler, channel));
    }
    confirm();
  }

  private void accept(OpenDecision.ChannelUser user) throws IOException {
    confirm();
    try (channel) {
      user.use(channel);
    } catch (IOException | RuntimeException e) {
      connection.report(e);
    }
  }

  private void confirm() throws IOException {
    channel.accepted(
        message.senderChannel(), message.initialWindowSize(), message.maximumPacketSize());
    connection
        .transport()
        .send(
            new ChannelOpenConfirmation(
                message.senderChannel(),
                channel.id(),
                channel.receiver().initialWindow(),
                connection.options().maxPacket(),
                dev.aikagi.Bytes.EMPTY));
    // A connection that ended meanwhile swept the table before this channel could be told.
    connection.termination().ifPresent(channel::ended);
  }

  private void refuse(OpenFailureReason reason, String text) throws IOException {
    connection
        .transport()
        .send(new ChannelOpenFailure(message.senderChannel(), reason.code(), text, ""));
    connection.gone(channel);
  }
}
