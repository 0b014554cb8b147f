package dev.aikagi.tools.scp;

import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.Connection;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.files.Target;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;

/** A copy that an scp on the host that has the files makes (-R). */
final class DirectCopy {
  private static final int SSH_PORT = 22;

  /** What may not be in a user name that becomes part of a command line there. */
  private static final String UNFIT = "'\"`# ";

  private final CommandLine line;
  private final Output out;

  DirectCopy(CommandLine line, Output out) {
    this.line = line;
    this.out = out;
  }

  void run(Place.Remote from, Place.Remote to) throws Refusal, Fatal {
    Target target = to.target();
    requireFit(target.user().orElse(""));
    if (target.port().orElse(SSH_PORT) != SSH_PORT) {
      // The scp there may not know URIs.
      throw new Fatal("target port not supported with two remote hosts and the -R option");
    }
    String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
    String user = target.user().map(name -> name + "@").orElse("");
    List<String> command =
        List.of(line.remoteCommand(), from.path(), user + host + ":" + to.path());
    Hosts hosts = new Hosts(line, out);
    Connection connection = hosts.direct(from.target(), command);
    try {
      connection.out().close();
      // Not to be closed: other copies, and this program, write there too.
      connection.in().transferTo(new FileOutputStream(FileDescriptor.out));
    } catch (IOException e) {
      connection.kill();
      throw new Refusal("" + e.getMessage());
    }
    if (!hosts.end(connection)) {
      throw new Refusal("");
    }
  }

  private static void requireFit(String user) throws Refusal {
    if (user.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || UNFIT.indexOf(c) >= 0)) {
      throw new Refusal(Shown.of(user) + ": invalid user name");
    }
  }
}
