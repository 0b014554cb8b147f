package dev.aikagi.tools;

import dev.aikagi.tools.keygen.SshKeygen;
import dev.aikagi.tools.ssh.Ssh;
import java.util.List;

/** Runs any of the tools by name: {@code aikagi TOOL args…}. */
final class Main {
  private Main() {}

  /** Takes the tool's name and then its own arguments. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    if (args.length == 0) {
      Tools.print(System.out);
      return Exit.OK;
    }
    return switch (args[0]) {
      case "-h", "-?", "--help", "help" -> {
        Tools.print(System.out);
        yield Exit.OK;
      }
      case "ssh" -> Ssh.run(List.of(args).subList(1, args.length));
      case "ssh-keygen" -> SshKeygen.run(List.of(args).subList(1, args.length));
      default -> Tools.refuse(args[0], System.err);
    };
  }
}
