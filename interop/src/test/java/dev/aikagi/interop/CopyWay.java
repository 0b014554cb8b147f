package dev.aikagi.interop;

import java.nio.file.Files;
import java.nio.file.Path;

/** One way to copy a folder, by OpenSSH's programs or by ours, from this machine to itself. */
enum CopyWay {
  SFTP_PUT,
  SFTP_GET,
  SCP_PUT,
  SCP_GET,
  OLD_PUT,
  OLD_GET;

  /** Of the older protocol, which sends names as lines. */
  boolean old() {
    return this == OLD_PUT || this == OLD_GET;
  }

  boolean upload() {
    return this == SFTP_PUT || this == SCP_PUT || this == OLD_PUT;
  }

  /**
   * The command; the other side is started by the program itself, so that it is the same user.
   *
   * @param here whose the program is
   * @param there whose the server is
   * @param more options
   */
  Command command(Whose here, Whose there, Path folder, Path from, Path to, String... more)
      throws Exception {
    boolean sftp = this == SFTP_PUT || this == SFTP_GET;
    Command command = Command.of(here.program(sftp ? "sftp" : "scp")).and(more);
    // What is no ASCII is no text then.
    command.environment("LC_ALL", "C");
    if (old()) {
      command.and("-O", "-S", shell(folder, there.program("scp")));
    } else {
      command.and("-D", there.program("sftp-server"));
    }
    if (sftp) {
      String line = (upload() ? "put -r " : "get -r ") + from + " " + to;
      return command.and("-b", batch(folder, line));
    }
    return upload()
        ? command.and("-r", from.toString(), "h:" + to)
        : command.and("-r", "h:" + from, to.toString());
  }

  private static String batch(Path folder, String line) throws Exception {
    Path file = Files.createTempFile(folder, "batch", "");
    // In a batch no progress is shown that nobody asked for.
    return readable(Files.writeString(file, "progress\n" + line + "\n"));
  }

  /** In the place of ssh: it runs the command here, with that scp. */
  private static String shell(Path folder, String scp) throws Exception {
    Path file = Files.createTempFile(folder, "ssh", "");
    Files.writeString(
        file,
        "#!/bin/sh\nfor c; do :; done\nPATH='%s':$PATH; exec sh -c \"$c\"\n"
            .formatted(Path.of(scp).resolveSibling("")));
    return readable(file);
  }

  /** By the user who is to run it, too. */
  private static String readable(Path file) throws Exception {
    return Copies.shell("chmod 755 \"$1\" && printf %s \"$1\"", file);
  }
}
