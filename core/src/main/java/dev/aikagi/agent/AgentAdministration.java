package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks after the keys that an agent holds, over any pair of streams: that of {@link
 * AgentSocket#administer}, or a channel. Safe for several threads; one request at a time is on the
 * way.
 *
 * <p>A request waits as long as the agent does, which may ask a person. {@link #close}, from any
 * thread, ends the wait.
 */
public final class AgentAdministration implements Closeable {
  /** More than any agent has. */
  private static final int MAX_EXTENSIONS = 1024;

  private final InputStream in;
  private final OutputStream out;
  private final Closeable closer;
  private final Object turn = new Object();

  /**
   * Takes over the streams.
   *
   * @param closer ends both; must wake a reader
   */
  public AgentAdministration(InputStream in, OutputStream out, Closeable closer) {
    this.in = in;
    this.out = out;
    this.closer = closer;
  }

  /** All that the agent shows, in its order. */
  public List<ListedKey> keys() throws AgentException {
    Reply reply = ask(message(AgentNumbers.REQUEST_IDENTITIES), "list identities");
    return reply.read(
        AgentNumbers.IDENTITIES_ANSWER,
        r -> {
          long count = r.readUint32();
          // Each has two lengths at least: a count that lies must not spin (CVE-2026-55199).
          if (count > AgentClient.MAX_IDENTITIES || count > r.remaining() / 8) {
            throw new MalformedException(count + " identities");
          }
          List<ListedKey> keys = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            keys.add(new ListedKey(r.readBytes(), r.readBytes()));
          }
          return List.copyOf(keys);
        });
  }

  /** Gives the agent a key, which stays the caller's to close. */
  public void add(TransferredKey key, String comment, KeyConstraints constraints)
      throws AgentException {
    WireWriter request =
        message(constraints.isNone() ? AgentNumbers.ADD_IDENTITY : AgentNumbers.ADD_ID_CONSTRAINED);
    try {
      TransferredKey.write(request, key);
      request.writeString(comment.getBytes(StandardCharsets.UTF_8));
      ConstraintFields.write(request, constraints);
      succeed(request, "add identity");
    } finally {
      request.wipe();
    }
  }

  /**
   * Has the agent load the keys of a smartcard. Aikagi's own agent has none of those; OpenSSH's
   * loads a PKCS#11 library.
   */
  public void addCard(CardKeys card, SecretBytes pin, KeyConstraints constraints)
      throws AgentException {
    boolean plain = constraints.isNone() && card.certificates().isEmpty();
    card(
        plain ? AgentNumbers.ADD_SMARTCARD_KEY : AgentNumbers.ADD_SMARTCARD_KEY_CONSTRAINED,
        card,
        pin.expose(),
        constraints,
        "add smartcard key");
  }

  /**
   * Takes the keys of a smartcard away from it.
   *
   * @param constraints of no use to an agent; OpenSSH's ssh-add sends them all the same
   */
  public void removeCard(CardKeys card, KeyConstraints constraints) throws AgentException {
    card(AgentNumbers.REMOVE_SMARTCARD_KEY, card, new byte[0], constraints, "remove smartcard key");
  }

  private void card(int number, CardKeys card, byte[] pin, KeyConstraints constraints, String what)
      throws AgentException {
    WireWriter request = message(number).writeUtf8(card.id()).writeString(pin);
    try {
      ConstraintFields.write(request, constraints);
      ConstraintFields.write(request, card);
      succeed(request, what);
    } finally {
      request.wipe();
    }
  }

  /** Takes a key or a certificate away from it. */
  public void remove(Bytes blob) throws AgentException {
    succeed(message(AgentNumbers.REMOVE_IDENTITY).writeString(blob), "remove identity");
  }

  public void removeAll() throws AgentException {
    succeed(message(AgentNumbers.REMOVE_ALL_IDENTITIES), "remove all identities");
  }

  /** It does nothing from then on, until {@link #unlock} with the same passphrase. */
  public void lock(SecretBytes passphrase) throws AgentException {
    locking(AgentNumbers.LOCK, passphrase, "lock");
  }

  /** A wrong passphrase takes longer each time. */
  public void unlock(SecretBytes passphrase) throws AgentException {
    locking(AgentNumbers.UNLOCK, passphrase, "unlock");
  }

  private void locking(int number, SecretBytes passphrase, String what) throws AgentException {
    WireWriter request = message(number).writeString(passphrase.expose());
    try {
      succeed(request, what);
    } finally {
      request.wipe();
    }
  }

  /**
   * The extensions that the agent says it has; empty where it does not know the question, as most
   * agents before 2026.
   */
  public Optional<List<String>> extensions() throws AgentException {
    WireWriter request = message(AgentNumbers.EXTENSION).writeUtf8(AgentNumbers.QUERY);
    Reply reply = exchange(request);
    if (reply.isFailure()) {
      return Optional.empty();
    }
    return Optional.of(
        reply.read(
            AgentNumbers.EXTENSION_RESPONSE,
            r -> {
              if (!r.readUtf8().equals(AgentNumbers.QUERY)) {
                throw new MalformedException("an answer to another extension");
              }
              List<String> names = new ArrayList<>();
              while (r.remaining() > 0) {
                if (names.size() == MAX_EXTENSIONS) {
                  throw new MalformedException("more than " + names.size() + " extensions");
                }
                names.add(r.readUtf8());
              }
              return List.copyOf(names);
            }));
  }

  /**
   * Has the agent sign with one of its keys, whoever may use it.
   *
   * @param blob as the agent lists it
   */
  public Bytes sign(Bytes blob, SignatureAlgorithm algorithm, byte[] data) throws AgentException {
    int flags =
        switch (algorithm) {
          case RSA_SHA2_256 -> AgentNumbers.FLAG_RSA_SHA2_256;
          case RSA_SHA2_512 -> AgentNumbers.FLAG_RSA_SHA2_512;
          default -> 0;
        };
    WireWriter request =
        message(AgentNumbers.SIGN_REQUEST).writeString(blob).writeString(data).writeUint32(flags);
    return ask(request, "sign").read(AgentNumbers.SIGN_RESPONSE, WireReader::readBytes);
  }

  /** Says which connection this one is used for. */
  public SessionBinding.Outcome bind(SessionBinding binding) throws IOException {
    synchronized (turn) {
      return binding.announce(in, out);
    }
  }

  private static WireWriter message(int number) {
    return new WireWriter(1024).writeByte(number);
  }

  private void succeed(WireWriter request, String what) throws AgentException {
    int number = ask(request, what).number();
    if (number != AgentNumbers.SUCCESS) {
      throw new AgentException(new AgentFailure.BadReply("reply " + number));
    }
  }

  private Reply ask(WireWriter request, String what) throws AgentException {
    Reply reply = exchange(request);
    if (reply.isFailure()) {
      throw new AgentException(new AgentFailure.Refused(what));
    }
    return reply;
  }

  private interface Parser<T> {
    T parse(WireReader r) throws MalformedException;
  }

  /** An answer, of one byte at least. */
  private static final class Reply {
    /** Those of OpenSSH's and ssh.com's agents of old among them. */
    private static final List<Integer> FAILURES =
        List.of(AgentNumbers.FAILURE, AgentNumbers.EXTENSION_FAILURE, 30, 102);

    private final byte[] message;

    Reply(byte[] message) {
      this.message = message;
    }

    int number() {
      return message[0] & 0xff;
    }

    boolean isFailure() {
      return FAILURES.contains(number());
    }

    <T> T read(int wanted, Parser<T> parser) throws AgentException {
      if (number() != wanted) {
        throw new AgentException(new AgentFailure.BadReply("reply " + number()));
      }
      try {
        WireReader r = new WireReader(message, 1, message.length - 1);
        T read = parser.parse(r);
        r.expectEnd();
        return read;
      } catch (MalformedException e) {
        throw new AgentException(new AgentFailure.BadReply(String.valueOf(e.getMessage())), e);
      }
    }
  }

  private Reply exchange(WireWriter request) throws AgentException {
    if (request.length() > AgentFrames.MAX) {
      throw new AgentException(new AgentFailure.Refused("a request of that size"));
    }
    synchronized (turn) {
      try {
        AgentFrames.write(out, request);
        byte[] reply = AgentFrames.read(in);
        if (reply != null) {
          return new Reply(reply);
        }
      } catch (IOException e) {
        // What follows in the stream belongs to no request any more.
        close();
        throw new AgentException(new AgentFailure.StreamEnded(), e);
      }
      close();
      throw new AgentException(new AgentFailure.StreamEnded());
    }
  }

  /** Ends the connection to the agent, not the agent; errors of that are of no use to anybody. */
  @Override
  public void close() {
    try {
      closer.close();
    } catch (IOException e) {
      System.getLogger("dev.aikagi.agent").log(System.Logger.Level.DEBUG, "closing", e);
    }
  }
}
