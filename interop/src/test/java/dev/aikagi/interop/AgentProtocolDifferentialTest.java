package dev.aikagi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.agent.AgentAdministration;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.agent.DestinationConstraint;
import dev.aikagi.agent.DestinationConstraint.Hop;
import dev.aikagi.agent.DestinationConstraint.HopKey;
import dev.aikagi.agent.KeyConstraints;
import dev.aikagi.agent.SessionBinding;
import dev.aikagi.key.CertificateBuilder;
import dev.aikagi.key.KeyGenerator;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same requests to OpenSSH's agent and to ours, chosen by chance, over several connections that
 * are bound to hosts as it comes: each gets the same answer.
 *
 * <p>Left out is what ours does otherwise on purpose: a connection of which a binding failed shows
 * no restricted key any more, and whoever removes all keys removes those that he sees. And what
 * OpenSSH 9.2 does wrong: while it is locked it forgets a binding.
 */
@Tag("G2")
class AgentProtocolDifferentialTest {
  private static final int REQUESTS = 700;
  private static final int CONNECTIONS = 4;

  @TempDir Path folder;

  /** One that can be logged in at, or forwarded through. */
  private record Host(String name, PrivateKey key, Bytes shown) {
    SessionBinding binding(Bytes session, boolean forwarding) throws IOException {
      Bytes signature = key.sign(key.algorithms().getFirst(), session.toArray());
      return new SessionBinding(shown, session, signature, forwarding);
    }
  }

  private final PrivateKey authority = KeyGenerator.ed25519();
  private final List<Host> hosts = new ArrayList<>();
  private final List<PrivateKey> keys =
      List.of(KeyGenerator.ed25519(), KeyGenerator.ecdsa(256), KeyGenerator.rsa(2048));
  private final List<AgentAdministration[]> connections = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private Random random = new Random(0);
  private Path[] sockets = new Path[0];
  private boolean locked;

  private void makeHosts() throws IOException {
    for (PrivateKey key :
        List.of(KeyGenerator.ed25519(), KeyGenerator.ecdsa(384), KeyGenerator.rsa(2048))) {
      hosts.add(new Host("host" + hosts.size(), key, key.publicKey().blob()));
    }
    PrivateKey key = KeyGenerator.ed25519();
    Bytes shown =
        CertificateBuilder.host(key.publicKey(), "id")
            .principals(List.of("certified", "*.example.org"))
            .sign(authority)
            .blob();
    hosts.add(new Host("certified", key, shown));
  }

  private static Bytes session(int number) {
    byte[] id = new byte[32];
    id[0] = (byte) number;
    return Bytes.of(id);
  }

  private Hop hop(boolean withUser) {
    String user = withUser ? List.of("", "", "hoge", "h*e").get(random.nextInt(4)) : "";
    Host host = hosts.get(random.nextInt(hosts.size()));
    if (!host.name().equals("certified")) {
      return new Hop(user, host.name(), List.of(new HopKey(host.key().publicKey(), false)));
    }
    String name = List.of("certified", "a.example.org", "other").get(random.nextInt(3));
    // Now and then as if the authority's key were a host's own.
    boolean certifies = random.nextInt(4) > 0;
    return new Hop(user, name, List.of(new HopKey(authority.publicKey(), certifies)));
  }

  private KeyConstraints constraints() {
    KeyConstraints constraints = KeyConstraints.NONE;
    if (random.nextInt(8) == 0) {
      // Nobody can confirm anything here.
      constraints = constraints.withConfirm(true);
    }
    if (random.nextInt(8) == 0) {
      constraints = constraints.withLifetime(Duration.ofHours(1));
    }
    List<DestinationConstraint> destinations = new ArrayList<>();
    for (int n = random.nextInt(5) - 1; n > 0; n--) {
      Hop from = random.nextBoolean() ? Hop.ORIGIN : hop(false);
      destinations.add(new DestinationConstraint(from, hop(true)));
    }
    return constraints.withDestinations(destinations);
  }

  private byte[] data(PrivateKey key) {
    if (random.nextInt(6) == 0) {
      return new byte[] {1, 2, 3};
    }
    boolean hostbound = random.nextInt(3) > 0;
    WireWriter out = new WireWriter().writeString(session(random.nextInt(6))).writeByte(50);
    out.writeUtf8(random.nextInt(3) == 0 ? "root" : "hoge");
    out.writeUtf8(random.nextInt(20) == 0 ? "ssh-other" : "ssh-connection");
    out.writeUtf8(hostbound ? "publickey-hostbound-v00@openssh.com" : "publickey");
    out.writeBoolean(random.nextInt(20) > 0);
    out.writeUtf8(key.algorithms().getFirst().wireName());
    PrivateKey named = random.nextInt(20) == 0 ? keys.get(random.nextInt(keys.size())) : key;
    out.writeString(named.publicKey().blob());
    if (hostbound) {
      out.writeString(hosts.get(random.nextInt(hosts.size())).shown());
    }
    return out.toArray();
  }

  /** One request to an agent; what it answers, as text. */
  private interface Request {
    String to(AgentAdministration agent) throws IOException;
  }

  private static void count() {
    try {
      Compared.one("agents");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String same(int connection, String what, Request request) {
    List<String> answers = new ArrayList<>();
    for (AgentAdministration agent : connections.get(connection)) {
      String answer;
      try {
        answer = request.to(agent);
      } catch (AgentException e) {
        answer = e.reason().getClass().getSimpleName();
      } catch (IOException e) {
        answer = e.toString();
      }
      answers.add(answer);
    }
    trace.add(connection + ": " + what + " -> " + answers.getFirst());
    assertEquals(
        answers.get(0),
        answers.get(1),
        () -> String.join("\n", trace.subList(Math.max(0, trace.size() - 40), trace.size())));
    count();
    return answers.getFirst();
  }

  private void reopen(int connection) throws IOException {
    while (connections.size() <= connection) {
      connections.add(new AgentAdministration[0]);
    }
    for (AgentAdministration agent : connections.get(connection)) {
      agent.close();
    }
    trace.add(connection + ": opened");
    connections.set(
        connection,
        new AgentAdministration[] {
          AgentSocket.administer(sockets[0]), AgentSocket.administer(sockets[1])
        });
  }

  private void one() throws IOException {
    int c = random.nextInt(CONNECTIONS);
    PrivateKey key = keys.get(random.nextInt(keys.size()));
    String name = key.type().wireName();
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> {
        KeyConstraints constraints = constraints();
        String shown =
            constraints.destinations().stream().map(DestinationConstraint::text).toList()
                + (constraints.confirm() ? " confirm" : "");
        same(
            c,
            "add " + name + " " + shown,
            agent -> {
              agent.add(new TransferredKey.Plain(key), "comment", constraints);
              return "added";
            });
      }
      case 3, 4, 5 -> same(c, "list", agent -> agent.keys().toString());
      case 6, 7, 8, 9 -> {
        byte[] data = data(key);
        same(c, "sign with " + name + " " + hex(data), agent -> signed(agent, key, data));
      }
      case 10, 11, 12, 13 -> bind(c);
      case 14 ->
          same(
              c,
              "remove " + name,
              agent -> {
                agent.remove(key.publicKey().blob());
                return "removed";
              });
      case 15 -> reopen(c);
      case 16 -> lock(c);
      default -> {
        reopen(c);
        if (random.nextInt(4) == 0) {
          same(
              c,
              "remove all",
              agent -> {
                agent.removeAll();
                return "removed";
              });
        }
      }
    }
  }

  private static String hex(byte[] data) {
    return java.util.HexFormat.of().formatHex(data, 0, Math.min(80, data.length));
  }

  private static String signed(AgentAdministration agent, PrivateKey key, byte[] data)
      throws IOException {
    SignatureAlgorithm algorithm = key.algorithms().getFirst();
    Bytes signature = agent.sign(key.publicKey().blob(), algorithm, data);
    assertTrue(key.publicKey().verify(algorithm, data, signature));
    return "signed";
  }

  private void bind(int c) throws IOException {
    if (locked) {
      return;
    }
    Host host = hosts.get(random.nextInt(hosts.size()));
    Bytes session = session(random.nextInt(6));
    boolean forwarding = random.nextInt(3) > 0;
    SessionBinding good = host.binding(session, forwarding);
    boolean faulty = random.nextInt(12) == 0;
    SessionBinding sent =
        faulty
            ? new SessionBinding(good.hostKey(), session(7), good.signature(), forwarding)
            : good;
    String answer =
        same(
            c,
            "bind to " + host.name() + " in " + session + (forwarding ? " forwarding" : ""),
            agent -> agent.bind(sent) == SessionBinding.Outcome.BOUND ? "bound" : "not bound");
    if (answer.equals("not bound")) {
      reopen(c);
    }
  }

  private static SecretBytes word() {
    return SecretBytes.taking("word".getBytes(StandardCharsets.UTF_8));
  }

  private void lock(int c) {
    if (!locked && random.nextInt(4) > 0) {
      return;
    }
    boolean now = !locked;
    same(
        c,
        now ? "lock" : "unlock",
        agent -> {
          if (now) {
            agent.lock(word());
          } else {
            agent.unlock(word());
          }
          return "done";
        });
    locked = now;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void bothAnswerTheSame(int seed) throws Exception {
    random = new Random(seed);
    makeHosts();
    sockets = new Path[] {folder.resolve("theirs"), folder.resolve("ours")};
    try (Agent theirs = Agent.start("OpenSSH's", sockets[0]);
        Agent ours = Agent.start("ours", sockets[1])) {
      assertEquals(sockets[0], theirs.socket());
      assertEquals(sockets[1], ours.socket());
      for (int c = 0; c < CONNECTIONS; c++) {
        reopen(c);
      }
      for (int i = 0; i < REQUESTS; i++) {
        one();
      }
      for (AgentAdministration[] pair : connections) {
        for (AgentAdministration agent : pair) {
          agent.close();
        }
      }
    }
    assertTrue(trace.stream().filter(t -> t.endsWith("-> signed")).count() > 5, "some were signed");
  }
}
