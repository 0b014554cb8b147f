package dev.aikagi.posix;

import dev.aikagi.Bytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A program about to be started with posix_spawn(3): in a session of its own, with default signal
 * dispositions and an empty signal mask, with nothing open but the descriptors 0, 1 and 2, and with
 * exactly the environment that is given.
 *
 * <p>The program runs as whoever starts it; {@link UserProgram} starts it as somebody else.
 */
public final class Spawn {
  private static final int O_RDWR = 2;
  private static final int SETSIGDEF = 0x4;
  private static final int SETSIGMASK = 0x8;
  private static final int SETSID = 0x80;
  private static final int SPAWNATTR_SIZE = 512;
  private static final int FILE_ACTIONS_SIZE = 256;
  private static final int SIGSET_SIZE = 128;
  private static final int RLIMIT_NOFILE = 7;

  private final String program;
  private final List<byte[]> arguments;
  private final List<byte[]> environment;
  private Optional<Path> directory = Optional.empty();
  private Optional<Descriptor> folder = Optional.empty();
  private Starter starter = Callable::call;
  private long openFiles = -1;

  private Spawn(String program, List<byte[]> arguments, List<byte[]> environment) {
    this.program = program;
    this.arguments = arguments;
    this.environment = environment;
  }

  /**
   * Describes the program; nothing happens yet.
   *
   * @param program an absolute path; PATH is not searched
   * @param arguments the first is the name that the program sees as its own, such as "-bash"
   * @param environment all of it; nothing of this process's is inherited
   */
  public static Spawn of(String program, List<String> arguments, Map<String, String> environment) {
    Map<String, Bytes> values = new LinkedHashMap<>();
    environment.forEach((name, value) -> values.put(name, Bytes.utf8(value)));
    return ofBytes(program, arguments.stream().map(Bytes::utf8).toList(), values);
  }

  /** As {@link #of}, for arguments and values that need not be characters. */
  public static Spawn ofBytes(
      String program, List<Bytes> arguments, Map<String, Bytes> environment) {
    List<byte[]> variables = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          byte[] start = (name + "=").getBytes(StandardCharsets.UTF_8);
          byte[] variable = Arrays.copyOf(start, start.length + value.length());
          value.copyTo(variable, start.length);
          variables.add(variable);
        });
    return new Spawn(program, arguments.stream().map(Bytes::toArray).toList(), variables);
  }

  /** Starts in this directory, entered with the child's credentials. */
  public Spawn in(Path workingDirectory) {
    this.directory = Optional.of(workingDirectory);
    this.folder = Optional.empty();
    return this;
  }

  /**
   * Starts in this directory, which whoever opened it found; it stays open here. The child needs
   * the right to enter it, but none on the way to it.
   */
  public Spawn in(Descriptor openDirectory) {
    this.directory = Optional.empty();
    this.folder = Optional.of(openDirectory);
    return this;
  }

  /** Makes the one call that starts the child; on another thread, perhaps. */
  interface Starter {
    int start(Callable<Integer> call) throws Exception;
  }

  Spawn startedBy(Starter who) {
    this.starter = who;
    return this;
  }

  /**
   * The child's soft limit of open files. The JVM raises its own to the hard limit, and programs
   * that go through all descriptors are slow with such a limit.
   */
  public Spawn openFiles(long softLimit) {
    this.openFiles = softLimit;
    return this;
  }

  /** With the slave as descriptors 0 to 2 and as the controlling terminal. */
  public ChildProcess onTerminal(Path slave) throws IOException {
    try (Plan plan = new Plan();
        Descriptor terminals = Descriptor.opened(slave.resolveSibling("."))) {
      if (directory.isPresent()) {
        // The child's root may be a folder without terminals; its own directory is entered last.
        plan.enter(terminals);
        plan.open(0, slave.getFileName().toString(), O_RDWR);
      } else {
        plan.open(0, slave.toString(), O_RDWR);
      }
      plan.duplicate(0, 1);
      plan.duplicate(0, 2);
      return plan.startedWithoutPipes();
    }
  }

  /** With a pipe for each of the three standard streams. */
  public ChildProcess onPipes() throws IOException {
    Pipes pipes = Pipes.open();
    try {
      int pid = onFiles(pipes.childEnds()).pid();
      return new ChildProcess(
          pid,
          Optional.of(pipes.input()),
          Optional.of(pipes.output()),
          Optional.of(pipes.errors()));
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    } finally {
      pipes.closeChildEnds();
    }
  }

  /** With these three as standard input, output and error; they stay open here. */
  public ChildProcess onFiles(List<Descriptor> files) throws IOException {
    return on(files.subList(0, 3));
  }

  /** With a fourth besides as descriptor 3. */
  public ChildProcess onFiles(List<Descriptor> files, Descriptor fourth) throws IOException {
    return on(List.of(files.get(0), files.get(1), files.get(2), fourth));
  }

  private ChildProcess on(List<Descriptor> files) throws IOException {
    try (Plan plan = new Plan()) {
      // In this order none is overwritten before it is copied: the fourth is no standard stream.
      for (int target = 0; target < files.size(); target++) {
        plan.duplicate(files.get(target).number(), target);
      }
      plan.open = files.size();
      return plan.startedWithoutPipes();
    }
  }

  /**
   * With one end of a socket pair as standard input, which stays open here, and nothing else.
   *
   * @param errors whether standard error is this process's; else it is /dev/null, as output is
   */
  public ChildProcess onSocket(LocalSocket end, boolean errors) throws IOException {
    try (Plan plan = new Plan()) {
      plan.duplicate(end.number(), 0);
      plan.open(1, "/dev/null", O_RDWR);
      if (!errors) {
        plan.duplicate(1, 2);
      }
      return plan.startedWithoutPipes();
    }
  }

  /**
   * With one end of a socket pair as standard input, and one of another as standard output and
   * error; both stay open here.
   */
  public ChildProcess onSockets(LocalSocket end, LocalSocket said) throws IOException {
    try (Plan plan = new Plan()) {
      plan.duplicate(end.number(), 0);
      plan.duplicate(said.number(), 1);
      plan.duplicate(said.number(), 2);
      return plan.startedWithoutPipes();
    }
  }

  /** With /dev/null as standard input, output and error: for a program in the background. */
  public ChildProcess detached() throws IOException {
    try (Plan plan = new Plan()) {
      plan.open(0, "/dev/null", O_RDWR);
      plan.duplicate(0, 1);
      plan.duplicate(0, 2);
      return plan.startedWithoutPipes();
    }
  }

  /** The native side of one start. */
  private final class Plan implements AutoCloseable {
    private final NativeFrame frame = new NativeFrame();

    /** How many descriptors, from 0 on, the program gets. */
    private int open = 3;

    private final MemorySegment actions = frame.allocate(FILE_ACTIONS_SIZE);
    private final MemorySegment attributes = frame.allocate(SPAWNATTR_SIZE);

    Plan() throws IOException {
      must(Libc.POSIX_SPAWN_FILE_ACTIONS_INIT, actions.address());
      must(Libc.POSIX_SPAWNATTR_INIT, attributes.address());
      MemorySegment signals = frame.allocate(SIGSET_SIZE);
      frame.callInt(Libc.SIGFILLSET, signals.address());
      must(Libc.POSIX_SPAWNATTR_SETSIGDEFAULT, attributes.address(), signals.address());
      frame.callInt(Libc.SIGEMPTYSET, signals.address());
      must(Libc.POSIX_SPAWNATTR_SETSIGMASK, attributes.address(), signals.address());
      must(Libc.POSIX_SPAWNATTR_SETFLAGS, attributes.address(), SETSIGDEF | SETSIGMASK | SETSID);
    }

    void open(int target, String path, int flags) throws IOException {
      long name = frame.string(path).address();
      must(Libc.POSIX_SPAWN_FILE_ACTIONS_ADDOPEN, actions.address(), target, name, flags, 0);
    }

    void enter(Descriptor folder) throws IOException {
      must(Libc.POSIX_SPAWN_FILE_ACTIONS_ADDFCHDIR_NP, actions.address(), folder.number());
    }

    void duplicate(int source, int target) throws IOException {
      must(Libc.POSIX_SPAWN_FILE_ACTIONS_ADDDUP2, actions.address(), source, target);
    }

    ChildProcess startedWithoutPipes() throws IOException {
      return new ChildProcess(start(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    int start() throws IOException {
      if (folder.isPresent()) {
        enter(folder.get());
      }
      // Everything that is open here was opened with O_CLOEXEC by the JDK and by us; a library
      // loaded into the process (NSS, PAM) need not have been that careful.
      must(Libc.POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP, actions.address(), open);
      if (directory.isPresent()) {
        long path = frame.string(directory.get().toString()).address();
        must(Libc.POSIX_SPAWN_FILE_ACTIONS_ADDCHDIR_NP, actions.address(), path);
      }
      long path = frame.string(program).address();
      long argv = frame.strings(arguments).address();
      long envp = frame.strings(environment).address();
      try {
        return starter.start(
            () -> {
              try (NativeFrame own = new NativeFrame()) {
                return spawn(own, path, argv, envp);
              }
            });
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    private int spawn(NativeFrame on, long path, long argv, long envp) throws IOException {
      MemorySegment pid = on.allocate(4);
      int error =
          on.callInt(
              Libc.POSIX_SPAWN,
              pid.address(),
              path,
              actions.address(),
              attributes.address(),
              argv,
              envp);
      if (error != 0) {
        throw new PosixException(program, error);
      }
      int child = pid.get(ValueLayout.JAVA_INT, 0);
      if (openFiles >= 0) {
        limitOpenFiles(on, child);
      }
      return child;
    }

    /** After the start, since a limit set before would hold for the server's own threads too. */
    private void limitOpenFiles(NativeFrame on, int child) {
      MemorySegment limit = on.allocate(16);
      if (on.callInt(Libc.PRLIMIT, child, RLIMIT_NOFILE, 0, limit.address()) == 0) {
        long hard = limit.getAtIndex(ValueLayout.JAVA_LONG, 1);
        limit.setAtIndex(
            ValueLayout.JAVA_LONG, 0, Long.compareUnsigned(openFiles, hard) < 0 ? openFiles : hard);
        on.callInt(Libc.PRLIMIT, child, RLIMIT_NOFILE, limit.address(), 0);
      }
    }

    private void must(Libc function, long... parameters) throws IOException {
      int error = frame.callInt(function, parameters);
      if (error != 0) {
        throw new PosixException(function.symbol(), error);
      }
    }

    @Override
    public void close() {
      frame.callInt(Libc.POSIX_SPAWN_FILE_ACTIONS_DESTROY, actions.address());
      frame.callInt(Libc.POSIX_SPAWNATTR_DESTROY, attributes.address());
      frame.close();
    }
  }
}
