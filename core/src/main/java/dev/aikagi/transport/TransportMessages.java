package dev.aikagi.transport;

import dev.aikagi.ConnectionEndedException;
import dev.aikagi.DisconnectException;
import dev.aikagi.Termination;
import dev.aikagi.message.Debug;
import dev.aikagi.message.Disconnect;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.Ignore;
import dev.aikagi.message.Ping;
import dev.aikagi.message.Pong;
import dev.aikagi.message.Unimplemented;
import java.io.IOException;

/**
 * The messages that are the transport's own business and no key exchange's: RFC 4253 section 11,
 * EXT_INFO and pings. The reader's own.
 */
final class TransportMessages {
  private final PacketReader reader;
  private final Outbox outbox;
  private final Extensions extensions;
  private final TransportListener listener;

  TransportMessages(
      PacketReader reader, Outbox outbox, Extensions extensions, TransportListener listener) {
    this.reader = reader;
    this.outbox = outbox;
    this.extensions = extensions;
    this.listener = listener;
  }

  void handle(Phase phase, Payload p) throws IOException {
    switch (p.number()) {
      case Disconnect.NUMBER -> {
        Disconnect d = Disconnect.read(p.reader());
        throw new ConnectionEndedException(
            new Termination.PeerDisconnect(d.reasonCode(), d.description()));
      }
      case Ignore.NUMBER -> {
        var _ = Ignore.read(p.reader());
      }
      case Unimplemented.NUMBER ->
          listener.on(
              new TransportEvent.UnimplementedReceived(
                  Unimplemented.read(p.reader()).sequenceNumber()));
      case Debug.NUMBER -> {
        Debug d = Debug.read(p.reader());
        listener.on(new TransportEvent.DebugReceived(d.alwaysDisplay(), d.message()));
      }
      case ExtInfo.NUMBER -> {
        ExtInfo e = extensions.receive(phase, reader.packetsSinceKeys() == 1, p);
        listener.on(new TransportEvent.ExtInfoReceived(e.extensions()));
      }
      case Ping.NUMBER -> outbox.post(new Pong(Ping.read(p.reader()).data()));
      case Pong.NUMBER -> {
        var _ = Pong.read(p.reader());
      }
      default -> throw refused(phase, p.number());
    }
  }

  static DisconnectException refused(Phase phase, int number) {
    return Rekey.protocolError("message " + number + " is not allowed in the phase " + phase);
  }
}
