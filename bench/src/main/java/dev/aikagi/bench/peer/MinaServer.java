package dev.aikagi.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.KeySetPublickeyAuthenticator;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** MINA SSHD's server, with commands that are processes: PORT FOLDER. Ends with standard input. */
public final class MinaServer {
  private MinaServer() {}

  /** Serves until there is no more input. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(Target.HOST);
    server.setPort(Integer.parseInt(args[0]));
    Path folder = Path.of(args[1]);
    AuthorizedKeyEntry entry =
        AuthorizedKeyEntry.readAuthorizedKeys(folder.resolve("id.pub")).getFirst();
    server.setKeyPairProvider(new FileKeyPairProvider(folder.resolve("host")));
    // Not AuthorizedKeysAuthenticator: while it loads its file, others' first logins are refused.
    server.setPublickeyAuthenticator(
        new KeySetPublickeyAuthenticator(
            "id.pub", List.of(entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING))));
    server.setCommandFactory(new ProcessShellCommandFactory());
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
    while (System.in.read() >= 0) {
      // Nobody says anything.
    }
    server.stop();
  }
}
