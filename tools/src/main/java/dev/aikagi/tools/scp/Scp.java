package dev.aikagi.tools.scp;

import dev.aikagi.posix.Terminal;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import dev.aikagi.tools.files.LocalDisk;
import dev.aikagi.tools.files.Output;
import dev.aikagi.tools.files.Shown;
import java.util.List;
import java.util.Optional;

/** The scp program. */
public final class Scp {
  private static final int OUTPUT = 1;

  private final CommandLine line;
  private final Output out;
  private final LocalDisk disk = new LocalDisk();
  private boolean failed;

  private Scp(CommandLine line, Output out) {
    this.line = line;
    this.out = out;
  }

  /** Runs it with the words after its name; the exit code. */
  public static int run(List<String> args) {
    Output out = Output.standard("scp: ");
    try {
      CommandLine line = CommandLine.parse(args, System.err);
      return line.role() == CommandLine.Role.CLIENT
          ? new Scp(line, out).start()
          : new ServerEnd(line, out).run();
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        out.error(e.text());
      }
      return e.status();
    } finally {
      out.flush();
    }
  }

  private int start() throws Fatal {
    List<String> sources = line.operands().subList(0, line.operands().size() - 1);
    String last = line.operands().getLast();
    Optional<Place> target = place(last);
    if (target.isEmpty()) {
      return Exit.FAILURE;
    }
    boolean progress = !line.quiet() && Terminal.isTerminal(OUTPUT);
    try (Copies copies =
        line.old()
            ? new OldCopies(line, out, disk, progress)
            : new SftpCopies(line, out, disk, progress)) {
      switch (target.get()) {
        case Place.Local local -> {
          if (line.intoFolder() && !disk.isFolder(local.path())) {
            out.note(Shown.of(local.path()) + ": " + disk.whyNoFolder(local.path()));
            return Exit.FAILURE;
          }
          for (String source : sources) {
            toLocal(copies, source, local);
          }
        }
        case Place.Remote remote -> {
          for (String source : sources) {
            toRemote(copies, source, remote);
          }
        }
      }
      failed |= !copies.end();
    }
    return failed ? Exit.FAILURE : Exit.OK;
  }

  private Optional<Place> place(String text) throws Fatal {
    Optional<Place> place = Place.parse(text);
    if (place.isEmpty()) {
      out.note(Shown.of(text) + ": invalid uri");
      failed = true;
    }
    return place;
  }

  private interface Copy {
    void run() throws Refusal, Fatal;
  }

  private void tryIt(Copy copy) throws Fatal {
    try {
      copy.run();
    } catch (Refusal e) {
      failed = true;
      if (!e.text().isEmpty()) {
        out.error(e.text());
      }
    }
  }

  private void toLocal(Copies copies, String source, Place.Local to) throws Fatal {
    Optional<Place> from = place(source);
    if (from.isPresent()) {
      switch (from.get()) {
        case Place.Local local -> failed |= !new LocalCopy(line).run(local.path(), to.path());
        case Place.Remote remote -> tryIt(() -> copies.get(remote, to.path()));
      }
    }
  }

  private void toRemote(Copies copies, String source, Place.Remote to) throws Fatal {
    Optional<Place> from = place(source);
    if (from.isPresent()) {
      switch (from.get()) {
        case Place.Local local -> tryIt(() -> copies.put(local.path(), to));
        case Place.Remote remote -> {
          if (line.direct()) {
            tryIt(() -> new DirectCopy(line, out).run(remote, to));
          } else {
            tryIt(() -> copies.across(remote, to));
          }
        }
      }
    }
  }
}
