package dev.aikagi.tools.scp;

import dev.aikagi.posix.ThisProcess;
import dev.aikagi.scp.ScpException;
import dev.aikagi.scp.ScpOptions;
import dev.aikagi.scp.ScpReceiver;
import dev.aikagi.scp.ScpSender;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.ProgressMeter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;

/** The end of the old protocol that another scp starts: -t takes files, -f has them. */
final class ServerEnd {
  private final CommandLine line;
  private final LocalDisk disk = new LocalDisk();
  private final FileInputStream in = new FileInputStream(FileDescriptor.in);
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final Told told;

  ServerEnd(CommandLine line, Output output) {
    this.line = line;
    this.told = new Told(output, new ProgressMeter(output), false, line.verbose(), true);
  }

  /** The mask of this process, which can only be read by setting another. */
  static int umask() {
    int mask = ThisProcess.umask(077);
    int _ = ThisProcess.umask(mask);
    return mask;
  }

  static ScpOptions options(CommandLine line) {
    return ScpOptions.DEFAULTS
        .withRecursive(line.recursive())
        .withPreserve(line.preserves())
        .withIntoFolder(line.intoFolder())
        .withUmask(umask());
  }

  int run() throws Fatal {
    List<String> paths = line.operands();
    try {
      if (line.role() == CommandLine.Role.SENDER) {
        send(paths);
      } else {
        receive(paths);
      }
    } catch (ScpException e) {
      return Exit.FAILURE; // Both sides know.
    }
    return told.failed() ? Exit.FAILURE : Exit.OK;
  }

  private void send(List<String> paths) throws ScpException {
    ScpSender sender = new ScpSender(in, out, disk, options(line), told);
    if (sender.awaitReady()) {
      for (String path : paths) {
        sender.send(Octets.bytes(path));
      }
    }
  }

  private void receive(List<String> paths) throws ScpException {
    ScpReceiver receiver = new ScpReceiver(in, out, disk, options(line), told);
    if (paths.size() != 1) {
      receiver.refuse("ambiguous target");
    }
    receiver.receive(Octets.bytes(paths.getFirst()));
  }
}
