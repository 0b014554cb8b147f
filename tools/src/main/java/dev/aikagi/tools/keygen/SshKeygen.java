package dev.aikagi.tools.keygen;

import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.inventory.Inventory;
import dev.aikagi.tools.inventory.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The program. */
public final class SshKeygen {
  private SshKeygen() {}

  /** Runs it with the words after its name and returns its exit code. */
  public static int run(List<String> words) {
    Desk desk =
        new Desk(
            System.in,
            System.out,
            System.err,
            new TerminalSecrets(),
            // The JDK takes both from the password database, not from the environment.
            System.getProperty("user.name", "unknown"),
            hostName(),
            Path.of(System.getProperty("user.home", "/")),
            new LocalClock(),
            Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")),
            Optional.ofNullable(System.getenv("SSH_SK_PROVIDER")));
    int code = run(words, desk);
    System.out.flush();
    return code;
  }

  /** gethostname(2), which the JDK gives only together with a name service's answer. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      // Not Linux.
      String name = System.getenv("HOSTNAME");
      return name == null ? "localhost" : name;
    }
  }

  static int run(List<String> words, Desk desk) {
    try {
      // OpenSSH has no long options, so the first word can decide.
      String first = words.isEmpty() ? "" : words.getFirst();
      List<String> rest = words.subList(Math.min(1, words.size()), words.size());
      if (first.equals("--rotate")) {
        return RotateJob.of(rest, desk).run();
      }
      if (first.equals("--inventory")) {
        return inventory(rest, desk);
      }
      Request request = CommandLine.parse(words, desk);
      return job(request, desk);
    } catch (Failure e) {
      if (!e.text().isEmpty()) {
        desk.log(e.text());
      }
      return e.code();
    } catch (IOException e) {
      desk.log("ssh-keygen: " + dev.aikagi.key.FileFault.sentence(e));
      return Exit.FATAL;
    }
  }

  private static int inventory(List<String> words, Desk desk) throws Failure {
    try {
      return Inventory.run(
          words,
          new Surroundings(desk.user(), desk.home(), desk.clock(), desk.agentSocket()),
          desk.out(),
          desk.err());
    } catch (Fatal e) {
      if (e.text().isEmpty()) {
        desk.err().print(Usage.TEXT);
        throw Failure.silent();
      }
      throw Failure.of("ssh-keygen: " + e.text());
    }
  }

  /** The order in which OpenSSH asks what is to be done, where several things are. */
  private static int job(Request request, Desk desk) throws Failure, IOException {
    if (request.has('Y')) {
      return new FileSignatures(request, desk).run();
    }
    if (request.has('k')) {
      new RevocationJob(request, desk).write();
      return Exit.OK;
    }
    if (request.has('Q')) {
      return new RevocationJob(request, desk).query();
    }
    if (request.has('s')) {
      new Certify(request, desk).run();
      return Exit.OK;
    }
    if (request.has('L')) {
      new ShowCertificates(request, desk).run();
      return Exit.OK;
    }
    // With -Y, which comes first, -r is a list of revoked keys.
    if (request.has('r')) {
      new HostRecords(request, desk, request.signing().revoked().orElseThrow()).run();
      return Exit.OK;
    }
    if (request.has('M')) {
      new ModuliJob(request, desk).run(request.moduli().orElseThrow());
      return Exit.OK;
    }
    if (request.has('K')) {
      new DownloadKeys(request, desk).run();
      return Exit.OK;
    }
    if (request.has('F') || request.has('R') || request.has('H')) {
      return new KnownHostsJob(request, desk).run();
    }
    if (request.has('l')) {
      new ShowFingerprints(request, desk).run();
    } else if (request.has('p')) {
      new Rewrite(request, desk).passphrase();
    } else if (request.has('c')) {
      new Rewrite(request, desk).comment();
    } else if (request.has('e')) {
      new Convert(request, desk).export();
    } else if (request.has('i')) {
      new Convert(request, desk).importKey();
    } else if (request.has('y')) {
      new Convert(request, desk).showPublic();
    } else if (request.has('A')) {
      new Generate(request, desk).allHostKeys();
    } else {
      new Generate(request, desk).run();
    }
    return Exit.OK;
  }
}
