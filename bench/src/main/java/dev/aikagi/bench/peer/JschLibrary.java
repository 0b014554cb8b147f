package dev.aikagi.bench.peer;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** JSch, of com.github.mwiede. */
final class JschLibrary implements Library {
  private final Target target;
  private final JSch jsch = new JSch();

  JschLibrary(Target target) throws IOException {
    this.target = target;
    try {
      jsch.addIdentity(target.identity().toString());
      jsch.setKnownHosts(target.knownHosts().toString());
    } catch (JSchException e) {
      throw new IOException(e);
    }
  }

  @Override
  public Link connect() throws IOException {
    try {
      Session session = jsch.getSession(target.user(), Target.HOST, target.port());
      session.setConfig("PreferredAuthentications", "publickey");
      target
          .cipher()
          .ifPresent(
              cipher -> {
                session.setConfig("cipher.c2s", cipher);
                session.setConfig("cipher.s2c", cipher);
              });
      target
          .mac()
          .ifPresent(
              mac -> {
                session.setConfig("mac.c2s", mac);
                session.setConfig("mac.s2c", mac);
              });
      session.connect();
      return new JschLink(session);
    } catch (JSchException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {}

  private record JschLink(Session session) implements Link {
    @Override
    public long read(String command) throws IOException {
      try {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        channel.setCommand(command);
        InputStream in = channel.getInputStream();
        channel.connect();
        long got = Bulk.drain(in);
        channel.disconnect();
        return got;
      } catch (JSchException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void write(String command, long size) throws IOException {
      try {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        channel.setCommand(command);
        OutputStream out = channel.getOutputStream();
        InputStream in = channel.getInputStream();
        channel.connect();
        Bulk.send(out, size);
        out.close();
        Bulk.drain(in); // ends when the command has taken everything
        channel.disconnect();
      } catch (JSchException e) {
        throw new IOException(e);
      }
    }

    private interface FileWork {
      void with(ChannelSftp sftp) throws SftpException;
    }

    private void files(FileWork work) throws IOException {
      try {
        ChannelSftp sftp = (ChannelSftp) session.openChannel("sftp");
        sftp.connect();
        work.with(sftp);
        sftp.disconnect();
      } catch (JSchException | SftpException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void get(String remote, String local) throws IOException {
      files(sftp -> sftp.get(remote, local));
    }

    @Override
    public void put(String local, String remote) throws IOException {
      files(sftp -> sftp.put(local, remote));
    }

    @Override
    public void close() {
      session.disconnect();
    }
  }
}
