package dev.aikagi.tools.add;

import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.agent.SecurityKeys;
import dev.aikagi.posix.User;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.Fatal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The ssh-add program. */
public final class SshAdd {
  /** What OpenSSH's ends with where it finds no agent. */
  private static final int NO_AGENT = 2;

  /** In OpenSSH's order. */
  private static final List<String> DEFAULT_FILES =
      List.of("id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_dsa");

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  private SshAdd(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs it with the words after its name; the exit code. */
  public static int run(List<String> words) {
    SshAdd add = new SshAdd(System.in, System.out, System.err);
    try {
      return add.start(words);
    } catch (Fatal e) {
      if (!e.text().isEmpty()) {
        add.err.print(e.text() + "\r\n");
      }
      return e.status();
    } catch (IOException e) {
      add.err.print("ssh-add: " + e.getMessage() + "\r\n");
      return Exit.FAILURE;
    }
  }

  /** The agent first, as OpenSSH: without one no word of the command line matters. */
  private int start(List<String> words) throws Fatal, IOException {
    String socket = System.getenv("SSH_AUTH_SOCK");
    if (socket == null || socket.isEmpty()) {
      err.println("Could not open a connection to your authentication agent.");
      return NO_AGENT;
    }
    try (AgentAdministration agent = AgentSocket.administer(Path.of(socket))) {
      return job(agent, AddLine.parse(words, err));
    } catch (AgentException e) {
      String why = e.reason() instanceof AgentFailure.NotReachable n ? n.cause() : Desk.words(e);
      err.println("Error connecting to agent: " + why);
      return NO_AGENT;
    }
  }

  private int job(AgentAdministration agent, AddLine line) throws Fatal, IOException {
    Desk desk =
        new Desk(
            agent,
            in,
            out,
            err,
            new Secrets(in, err),
            line.verbosity(),
            home(),
            Integer.toUnsignedLong(User.realId()));
    return done(line, desk) ? Exit.OK : Exit.FAILURE;
  }

  private static Path home() throws Fatal, IOException {
    return User.withId(User.realId())
        .orElseThrow(
            () ->
                new Fatal(
                    "No user found with uid " + Integer.toUnsignedString(User.realId()),
                    Exit.FAILURE))
        .home();
  }

  private static boolean done(AddLine line, Desk desk) throws Fatal, IOException {
    boolean locks = line.has('x') || line.has('X');
    boolean lists = line.has('l') || line.has('L');
    long actions =
        Stream.of(locks, lists, line.has('D'), line.has('Q')).filter(action -> action).count();
    if (actions > 1) {
      throw new Fatal("Invalid combination of actions");
    }
    if (locks) {
      LockAgent job = new LockAgent(desk);
      return line.has('x') ? job.lock() : job.unlock();
    }
    if (lists) {
      return new ShowKeys(line, desk).list();
    }
    if (line.has('Q')) {
      return new ShowKeys(line, desk).extensions();
    }
    if (line.has('D')) {
      return new RemoveKeys(line, desk).removeAll();
    }
    KeyConstraints constraints = constraints(line, desk);
    if (line.has('T')) {
      return new TestKeys(line, desk).test();
    }
    if (line.card().isPresent()) {
      return new Card(line, desk, constraints).update(line.card().get());
    }
    return line.has('K')
        ? new ResidentKeys(line, desk, constraints, provider(line)).add()
        : files(line, desk, constraints);
  }

  private static KeyConstraints constraints(AddLine line, Desk desk) throws Fatal {
    KeyConstraints constraints =
        KeyConstraints.NONE
            .withConfirm(line.has('c'))
            .withDestinations(Destinations.of(line, desk));
    return line.lifetime() == 0
        ? constraints
        : constraints.withLifetime(Duration.ofSeconds(line.lifetime()));
  }

  /** How authenticators are reached. */
  private static String provider(AddLine line) {
    Optional<String> environment = Optional.ofNullable(System.getenv("SSH_SK_PROVIDER"));
    return line.provider().or(() -> environment).orElse(SecurityKeys.INTERNAL);
  }

  private static boolean files(AddLine line, Desk desk, KeyConstraints constraints)
      throws Fatal, IOException {
    AddKeys adding = new AddKeys(line, desk, constraints, provider(line), InstantSource.system());
    RemoveKeys removing = new RemoveKeys(line, desk);
    boolean byDefault = line.operands().isEmpty();
    List<String> files = byDefault ? defaultFiles(desk) : line.operands();
    boolean all = true;
    boolean any = false;
    try {
      for (String file : files) {
        boolean well = line.has('d') ? removing.remove(file) : adding.add(file);
        all &= well;
        any |= well;
      }
    } finally {
      adding.forgetPassphrase();
    }
    return byDefault ? all && any : all;
  }

  private static List<String> defaultFiles(Desk desk) {
    return DEFAULT_FILES.stream()
        .map(name -> desk.home().resolve(".ssh").resolve(name))
        .filter(Files::exists)
        .map(Path::toString)
        .toList();
  }
}
