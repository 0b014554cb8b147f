package dev.aikagi.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Apache MINA SSHD. */
final class MinaLibrary implements Library {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Target target;
  private final SshClient client = SshClient.setUpDefaultClient();
  private final KeyPair key;

  MinaLibrary(Target target) throws IOException {
    this.target = target;
    try {
      key = new FileKeyPairProvider(target.identity()).loadKeys(null).iterator().next();
    } catch (RuntimeException e) {
      throw new IOException("no key in " + target.identity(), e);
    }
    client.setServerKeyVerifier(
        new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, target.knownHosts()));
    target
        .cipher()
        .ifPresent(
            name -> client.setCipherFactories(List.of(BuiltinCiphers.fromFactoryName(name))));
    target
        .mac()
        .ifPresent(name -> client.setMacFactories(List.of(BuiltinMacs.fromFactoryName(name))));
    client.start();
  }

  @Override
  public Link connect() throws IOException {
    ClientSession session =
        client.connect(target.user(), Target.HOST, target.port()).verify(LONG).getSession();
    session.addPublicKeyIdentity(key);
    session.auth().verify(LONG);
    return new MinaLink(session);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private record MinaLink(ClientSession session) implements Link {
    @Override
    public long read(String command) throws IOException {
      try (ChannelExec channel = session.createExecChannel(command)) {
        Counter counter = new Counter();
        channel.setOut(counter);
        channel.open().verify(LONG);
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LONG);
        return counter.count.sum();
      }
    }

    @Override
    public void write(String command, long size) throws IOException {
      try (ChannelExec channel = session.createExecChannel(command)) {
        channel.open().verify(LONG);
        try (OutputStream out = channel.getInvertedIn()) {
          Bulk.send(out, size);
        }
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LONG);
      }
    }

    @Override
    public void get(String remote, String local) throws IOException {
      try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session);
          InputStream in = sftp.read(remote);
          OutputStream out = Files.newOutputStream(Path.of(local))) {
        in.transferTo(out);
      }
    }

    @Override
    public void put(String local, String remote) throws IOException {
      try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
        sftp.put(Path.of(local), remote);
      }
    }

    @Override
    public void close() throws IOException {
      session.close();
    }
  }

  /** What the library writes to. */
  private static final class Counter extends OutputStream {
    private final LongAdder count = new LongAdder();

    @Override
    public void write(int b) {
      count.increment();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count.add(length);
    }
  }
}
