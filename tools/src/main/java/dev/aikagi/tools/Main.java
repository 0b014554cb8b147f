package dev.aikagi.tools;

import dev.aikagi.tools.add.SshAdd;
import dev.aikagi.tools.agent.KeeperProcess;
import dev.aikagi.tools.agent.SshAgent;
import dev.aikagi.tools.copyid.SshCopyId;
import dev.aikagi.tools.doctor.SshDoctor;
import dev.aikagi.tools.keygen.SshKeygen;
import dev.aikagi.tools.keyscan.SshKeyscan;
import dev.aikagi.tools.scp.Scp;
import dev.aikagi.tools.securitykey.LibraryProcess;
import dev.aikagi.tools.sftp.Sftp;
import dev.aikagi.tools.sftpserver.SftpServerTool;
import dev.aikagi.tools.ssh.Ssh;
import dev.aikagi.tools.sshd.Sshd;
import dev.aikagi.tools.sshd.session.SftpService;
import dev.aikagi.tools.sshd.session.SshdSession;
import java.util.List;

/** Runs any of the tools by name: {@code aikagi TOOL args…}. */
final class Main {
  private Main() {}

  /** Takes the tool's name and then its own arguments. */
  public static void main(String[] args) {
    int status = run(Arguments.of(args));
    System.out.flush();
    System.err.flush();
    // Not exit: that looks for a logger of exits first, which is ten milliseconds of every run. The
    // tools undo themselves what has to be undone.
    Runtime.getRuntime().halt(status);
  }

  static int run(List<String> args) {
    if (args.isEmpty()) {
      Tools.print(System.out);
      return Exit.OK;
    }
    List<String> rest = args.subList(1, args.size());
    return switch (args.getFirst()) {
      case "-h", "-?", "--help", "help" -> {
        Tools.print(System.out);
        yield Exit.OK;
      }
      case "ssh" -> Ssh.run(rest);
      case "sshd" -> Sshd.run(rest);
      // Started by sshd, for itself.
      case "sshd-session" -> SshdSession.run(rest);
      case "sftp-service" -> SftpService.run(rest);
      case "sftp" -> Sftp.run(rest);
      case "scp" -> Scp.run(rest);
      case "ssh-doctor" -> SshDoctor.run(rest);
      case "ssh-copy-id" -> SshCopyId.run(rest);
      case "ssh-agent" -> SshAgent.run(rest);
      // Started by ssh-agent, for itself.
      case "ssh-agent-keeper" -> KeeperProcess.run(rest);
      case "ssh-sk-helper" -> LibraryProcess.run(rest);
      case "ssh-add" -> SshAdd.run(rest);
      case "ssh-keygen" -> SshKeygen.run(rest);
      case "ssh-keyscan" -> SshKeyscan.run(rest);
      case "sftp-server" -> SftpServerTool.run(rest);
      default -> Tools.refuse(args.getFirst(), System.err);
    };
  }
}
