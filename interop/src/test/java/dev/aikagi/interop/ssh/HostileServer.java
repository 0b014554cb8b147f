package dev.aikagi.interop.ssh;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectReason;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.Signer;
import dev.aikagi.message.ChannelOpen;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelOpenFailure;
import dev.aikagi.message.ChannelRequest;
import dev.aikagi.message.ChannelRequestData;
import dev.aikagi.message.Debug;
import dev.aikagi.message.Disconnect;
import dev.aikagi.message.GlobalRequest;
import dev.aikagi.message.Message;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthBanner;
import dev.aikagi.message.UserauthFailure;
import dev.aikagi.message.UserauthInfoRequest;
import dev.aikagi.message.UserauthPasswdChangereq;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.SocketByteStream;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A server that says one hostile thing to one client, at one place of the protocol. */
final class HostileServer implements AutoCloseable {
  /** Where the text is put. */
  enum Place {
    BEFORE_VERSION,
    IN_VERSION,
    DEBUG,
    SERVICE,
    BANNER,
    DISCONNECT,
    METHODS,
    KBDINT_NAME,
    KBDINT_INSTRUCTION,
    KBDINT_PROMPT,
    PASSWORD_CHANGE,
    GLOBAL_REQUEST,
    OPEN_FAILURE,
    EXIT_SIGNAL
  }

  private final ServerSocketChannel listener;
  private final Signer hostKey;
  private final Place place;
  private final String text;

  private HostileServer(ServerSocketChannel listener, Signer hostKey, Place place, String text) {
    this.listener = listener;
    this.hostKey = hostKey;
    this.place = place;
    this.text = text;
  }

  static HostileServer start(Path hostKey, Place place, String text) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Signer signer = PrivateKeyFile.read(hostKey, null).orThrow().key();
    HostileServer server = new HostileServer(listener, signer, place, text);
    Thread.ofVirtual().name("hostile server").start(server::serve);
    return server;
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  private void serve() {
    try (SocketChannel channel = listener.accept()) {
      if (place == Place.BEFORE_VERSION || place == Place.IN_VERSION) {
        String line = place == Place.IN_VERSION ? "SSH-2.0-x" + text : text;
        channel.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
      }
      SecureTransport transport =
          SecureTransport.server(
              new SocketByteStream(channel), TransportOptions.server(), List.of(hostKey));
      transport.handshake();
      talk(transport);
      // Whatever the client answers, it has seen the text by then.
      var _ = transport.receive();
      transport.disconnect(DisconnectReason.BY_APPLICATION, "done");
    } catch (IOException e) {
      // The client has gone, which is how every one of these conversations ends.
      System.getLogger("hostile server").log(System.Logger.Level.DEBUG, place.name(), e);
    }
  }

  private void talk(SecureTransport transport) throws IOException {
    var _ = transport.receive();
    if (place == Place.DEBUG) {
      transport.send(new Debug(true, text, ""));
    }
    transport.send(new ServiceAccept(place == Place.SERVICE ? text : "ssh-userauth"));
    var _ = transport.receive();
    switch (place) {
      case BANNER -> transport.send(new UserauthBanner(text, ""));
      case DISCONNECT -> transport.send(new Disconnect(11, text, ""));
      case METHODS -> transport.send(new UserauthFailure(List.of("publickey", text), false));
      case KBDINT_NAME -> ask(transport, text, "", "Prompt: ");
      case KBDINT_INSTRUCTION -> ask(transport, "", text, "Prompt: ");
      case KBDINT_PROMPT -> ask(transport, "", "", text);
      case PASSWORD_CHANGE -> {
        offer(transport, "password");
        var _ = transport.receive();
        transport.send(new UserauthPasswdChangereq(text, ""));
      }
      case GLOBAL_REQUEST, OPEN_FAILURE, EXIT_SIGNAL -> session(transport);
      default -> {}
    }
    switch (place) {
      case BEFORE_VERSION, BANNER, DEBUG, METHODS -> offer(transport, "none-of-yours");
      default -> {}
    }
  }

  private static void offer(SecureTransport transport, String method) throws IOException {
    transport.send(new UserauthFailure(List.of(method), false));
  }

  private static void ask(SecureTransport transport, String name, String instruction, String prompt)
      throws IOException {
    offer(transport, "keyboard-interactive");
    var _ = transport.receive();
    List<UserauthInfoRequest.Prompt> prompts =
        List.of(new UserauthInfoRequest.Prompt(prompt, true));
    transport.send(new UserauthInfoRequest(name, instruction, "", prompts));
  }

  private void session(SecureTransport transport) throws IOException {
    transport.send(new UserauthSuccess());
    transport.authenticated();
    if (place == Place.GLOBAL_REQUEST) {
      transport.send(new GlobalRequest(text, false, Bytes.EMPTY));
    }
    long channel = ChannelOpen.read(transport.receive().reader()).senderChannel();
    if (place != Place.EXIT_SIGNAL) {
      transport.send(new ChannelOpenFailure(channel, 1, text, ""));
      return;
    }
    transport.send(new ChannelOpenConfirmation(channel, 0, 1 << 20, 1 << 15, Bytes.EMPTY));
    Message signal =
        new ChannelRequest(
            channel,
            ChannelRequestData.ExitSignal.TYPE,
            false,
            new ChannelRequestData.ExitSignal(text, false, text, "").toBytes());
    transport.send(signal);
    transport.send(new Disconnect(11, text, ""));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
