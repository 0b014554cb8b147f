package dev.aikagi.fuzz;

import dev.aikagi.SshException;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.kex.KexMethod;
import dev.aikagi.message.KexInit;
import dev.aikagi.transport.ByteStream;
import dev.aikagi.transport.SecureTransport;
import dev.aikagi.transport.TransportEvent;
import dev.aikagi.transport.TransportOptions;
import java.io.IOException;
import java.util.List;

/**
 * {@link SecureTransport#handshake} of a client: all that {@code ssh-keyscan} reads of whoever
 * answers, up to a host key that nobody has proven.
 */
public final class ServerHelloTarget {
  private ServerHelloTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    TransportOptions options =
        TransportOptions.client()
            .withPreferences(
                AlgorithmPreferences.client().withKexMethods(List.of(KexMethod.CURVE25519_SHA256)))
            .withRequiredRsaBits(0)
            .withListener(ServerHelloTarget::on);
    SecureTransport transport =
        SecureTransport.client(
            new Said(data),
            options,
            (key, algorithm) -> {
              throw new IllegalStateException("a host key without a proof");
            });
    try {
      transport.handshake();
    } catch (SshException e) {
      Found.sayNothing(String.valueOf(e.getMessage()));
      return;
    } finally {
      transport.close();
    }
    throw new IllegalStateException("keys are exchanged with nobody");
  }

  private static void on(TransportEvent event) {
    switch (event) {
      case TransportEvent.PeerVersion peer ->
          Found.check(peer.version().length() <= 255, "a long version");
      case TransportEvent.KexInitReceived(KexInit kexInit) -> Found.sayNothing(kexInit);
      default -> Found.sayNothing(event);
    }
  }

  /** What one peer says, whatever it hears. */
  private static final class Said implements ByteStream {
    private final byte[] data;
    private int at;

    Said(byte[] data) {
      this.data = data;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n = Math.min(length, data.length - at);
      System.arraycopy(data, at, buffer, offset, n);
      at += n;
      return n == 0 && length > 0 ? -1 : n;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      Found.check(length >= 0 && offset + length <= buffer.length, "no bytes of the buffer");
    }

    @Override
    public void close() {
      at = data.length;
    }
  }
}
