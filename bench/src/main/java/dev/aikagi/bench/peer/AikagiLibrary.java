package dev.aikagi.bench.peer;

import dev.aikagi.Bytes;
import dev.aikagi.algorithm.CipherAlgorithm;
import dev.aikagi.algorithm.MacAlgorithm;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.Identity;
import dev.aikagi.client.Client;
import dev.aikagi.client.ClientOptions;
import dev.aikagi.client.KnownHostsCheck;
import dev.aikagi.connection.Session;
import dev.aikagi.kex.AlgorithmPreferences;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.sftp.PathFiles;
import dev.aikagi.sftp.SftpClient;
import dev.aikagi.sftp.SftpClientOptions;
import dev.aikagi.sftp.TransferOptions;
import dev.aikagi.transport.TransportOptions;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/** Ours. */
final class AikagiLibrary implements Library {
  private final PrivateKey key;
  private final ClientOptions options;

  AikagiLibrary(Target target) throws IOException {
    key = PrivateKeyFile.read(target.identity(), null).orThrow().key();
    KnownHosts known =
        new KnownHosts(
            List.of(KnownHostsFile.parse("known_hosts", Files.readAllBytes(target.knownHosts()))));
    AlgorithmPreferences preferences = AlgorithmPreferences.client();
    if (target.cipher().isPresent()) {
      preferences =
          preferences.withCiphers(
              List.of(CipherAlgorithm.named(target.cipher().get()).orElseThrow()));
    }
    if (target.mac().isPresent()) {
      preferences =
          preferences.withMacs(List.of(MacAlgorithm.named(target.mac().get()).orElseThrow()));
    }
    options =
        ClientOptions.to(
                Target.HOST,
                target.port(),
                target.user(),
                new KnownHostsCheck(known, new KnownHosts.Query(Target.HOST, target.port())))
            .withTransport(TransportOptions.client().withPreferences(preferences))
            .withMethods(new ClientMethod.PublicKey(List.of(Identity.of("id", key))));
  }

  @Override
  public Link connect() throws IOException {
    return new OurLink(Client.connect(options));
  }

  @Override
  public void close() {
    key.close();
  }

  private record OurLink(Client client) implements Link {
    @Override
    public long read(String command) throws IOException {
      try (Session session = client.openSession()) {
        session.exec(command);
        long got = Bulk.drain(session.stdout());
        session.awaitExit();
        return got;
      }
    }

    @Override
    public void write(String command, long size) throws IOException {
      try (Session session = client.openSession()) {
        session.exec(command);
        try (OutputStream out = session.stdin()) {
          Bulk.send(out, size);
        }
        session.awaitExit();
      }
    }

    private interface FileWork {
      void with(SftpClient sftp) throws IOException;
    }

    private void files(FileWork work) throws IOException {
      try (Session session = client.openSession()) {
        session.subsystem("sftp");
        try (SftpClient sftp =
            SftpClient.over(session.stdout(), session.stdin(), SftpClientOptions.DEFAULTS)) {
          work.with(sftp);
        }
      }
    }

    @Override
    public void get(String remote, String local) throws IOException {
      files(
          sftp ->
              sftp.transfer(TransferOptions.DEFAULTS)
                  .download(Bytes.utf8(remote), Bytes.utf8(local), new PathFiles()));
    }

    @Override
    public void put(String local, String remote) throws IOException {
      files(
          sftp ->
              sftp.transfer(TransferOptions.DEFAULTS)
                  .upload(Bytes.utf8(local), new PathFiles(), Bytes.utf8(remote)));
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
