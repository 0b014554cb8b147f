package dev.aikagi.bench.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.sftp.SFTPClient;

/** sshj. */
final class SshjLibrary implements Library {
  private final Target target;
  private final Config config = new DefaultConfig();

  SshjLibrary(Target target) {
    this.target = target;
    config.setCipherFactories(only(config.getCipherFactories(), target.cipher()));
    config.setMACFactories(only(config.getMACFactories(), target.mac()));
  }

  private static <T> List<Factory.Named<T>> only(
      List<Factory.Named<T>> all, Optional<String> name) {
    List<Factory.Named<T>> kept = new ArrayList<>(all);
    kept.removeIf(factory -> name.isPresent() && !factory.getName().equals(name.get()));
    return kept;
  }

  @Override
  public Link connect() throws IOException {
    SSHClient client = new SSHClient(config);
    client.loadKnownHosts(target.knownHosts().toFile());
    client.connect(Target.HOST, target.port());
    client.authPublickey(target.user(), target.identity().toString());
    return new SshjLink(client);
  }

  @Override
  public void close() {}

  private record SshjLink(SSHClient client) implements Link {
    @Override
    public long read(String command) throws IOException {
      try (Session session = client.startSession();
          Session.Command running = session.exec(command)) {
        long got = Bulk.drain(running.getInputStream());
        running.join();
        return got;
      }
    }

    @Override
    public void write(String command, long size) throws IOException {
      try (Session session = client.startSession();
          Session.Command running = session.exec(command)) {
        try (OutputStream out = running.getOutputStream()) {
          Bulk.send(out, size);
        }
        running.join();
      }
    }

    @Override
    public void get(String remote, String local) throws IOException {
      try (SFTPClient sftp = client.newSFTPClient()) {
        sftp.get(remote, local);
      }
    }

    @Override
    public void put(String local, String remote) throws IOException {
      try (SFTPClient sftp = client.newSFTPClient()) {
        sftp.put(local, remote);
      }
    }

    @Override
    public void close() throws IOException {
      client.disconnect();
    }
  }
}
