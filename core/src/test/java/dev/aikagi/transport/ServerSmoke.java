package dev.aikagi.transport;

import dev.aikagi.message.ChannelClose;
import dev.aikagi.message.ChannelData;
import dev.aikagi.message.ChannelEof;
import dev.aikagi.message.ChannelOpenConfirmation;
import dev.aikagi.message.ChannelSuccess;
import dev.aikagi.message.ChannelWindowAdjust;
import dev.aikagi.message.ServiceAccept;
import dev.aikagi.message.UserauthSuccess;
import dev.aikagi.wire.WireReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Not a test of the build: lets anybody in, takes what comes on one channel, then sends as many
 * bytes of zeros back as the second argument says. For a real client with much data and a small
 * rekey limit. Arguments: the port, the bytes, this side's rekey limit.
 */
final class ServerSmoke {
  private static final int CHUNK = 256 * 1024;

  private final SecureTransport transport;
  private final long back;
  private long received;
  private int rekeys;
  private long window;
  private boolean eof;
  private final Object windowChanged = new Object();

  private ServerSmoke(SocketChannel channel, long back, long rekeyBytes) throws IOException {
    this.back = back;
    TransportOptions o =
        TransportOptions.server()
            .withPreferences(dev.aikagi.kex.AlgorithmPreferences.client())
            .withRekeyLimit(RekeyLimit.DEFAULT.withBytes(rekeyBytes))
            .withListener(this::heard);
    transport = SecureTransport.server(new SocketByteStream(channel), o, HostKeys.DEFAULT);
  }

  public static void main(String[] args) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])));
    System.out.println("listening");
    while (true) {
      ServerSmoke smoke =
          new ServerSmoke(listener.accept(), Long.parseLong(args[1]), Long.parseLong(args[2]));
      Thread _ = Thread.ofVirtual().start(smoke::serve);
    }
  }

  private void heard(TransportEvent event) {
    if (System.getenv("SMOKE_EVENTS") != null) {
      System.out.println(System.nanoTime() / 1_000_000 + " " + event.getClass().getSimpleName());
    }
    if (event instanceof TransportEvent.NewKeysReceived) {
      rekeys++;
    } else if (event instanceof TransportEvent.Negotiated n && n.first()) {
      System.out.println(n.algorithms() + " strict " + n.strict());
    }
  }

  private void serve() {
    try {
      transport.handshake();
      while (!eof) {
        handle(transport.receive());
      }
      Thread _ = Thread.ofVirtual().start(this::reply);
      while (true) {
        handle(transport.receive());
      }
    } catch (IOException e) {
      System.out.println(
          transport.end(e).summary() + "; received " + received + ", new keys " + rekeys);
    }
  }

  private void handle(Payload p) throws IOException {
    switch (p.number()) {
      case 5 -> transport.send(new ServiceAccept(p.reader().readName()));
      case 50 -> {
        transport.send(new UserauthSuccess());
        transport.authenticated();
      }
      case 90 -> {
        WireReader r = p.reader();
        String _ = r.readName();
        long _ = r.readUint32();
        grow(r.readUint32());
        transport.send(
            new ChannelOpenConfirmation(0, 0, 0x7fff_0000L, 32_768, dev.aikagi.Bytes.EMPTY));
      }
      case 93 -> {
        WireReader r = p.reader();
        long _ = r.readUint32();
        grow(r.readUint32());
      }
      case ChannelData.NUMBER -> {
        received += p.length() - 9;
        if (received % (1 << 20) < 32_768) {
          transport.send(new ChannelWindowAdjust(0, 1 << 20));
        }
      }
      case ChannelEof.NUMBER -> eof = true;
      case 98 -> {
        WireReader r = p.reader();
        long _ = r.readUint32();
        String _ = r.readName();
        if (r.readBoolean()) {
          transport.send(new ChannelSuccess(0));
        }
      }
      default -> {}
    }
  }

  private void grow(long bytes) {
    synchronized (windowChanged) {
      window += bytes;
      windowChanged.notifyAll();
    }
  }

  private void reply() {
    try {
      byte[] zeros = new byte[CHUNK];
      long left = back;
      while (left > 0) {
        int n = (int) Math.min(left, take(CHUNK));
        transport.sendData(0, zeros, 0, n, 32_768);
        left -= n;
      }
      transport.send(new ChannelEof(0));
      transport.send(new ChannelClose(0));
    } catch (IOException e) {
      System.out.println("reply: " + e);
    }
  }

  private int take(int wanted) throws IOException {
    synchronized (windowChanged) {
      while (window == 0) {
        try {
          windowChanged.wait();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      int n = (int) Math.min(wanted, window);
      window -= n;
      return n;
    }
  }
}
