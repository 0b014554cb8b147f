package dev.aikagi.tools.keygen;

import dev.aikagi.Printable;
import dev.aikagi.SecretBytes;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyType;
import dev.aikagi.key.PrivateKey;
import dev.aikagi.key.PrivateKeyFile;
import dev.aikagi.key.PublicKey;
import dev.aikagi.tools.Exit;
import dev.aikagi.tools.copyid.Destination;
import dev.aikagi.tools.copyid.InstallKey;
import dev.aikagi.tools.rotate.Outcome;
import dev.aikagi.tools.rotate.Rotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** --rotate: a new key in the place of an old one, here and wherever that opens a door. */
final class RotateJob {
  private static final int SHOWN = 4096;

  /** What servers of today take; a new key need not have the old one's weakness. */
  private static final int LEAST_RSA = 2048;

  private final RotateLine line;
  private final Desk desk;
  private final At at;

  /** What is done at one destination. */
  interface At {
    Outcome rotate(Rotation rotation, Destination destination);
  }

  RotateJob(RotateLine line, Desk desk, At at) {
    this.line = line;
    this.desk = desk;
    this.at = at;
  }

  static RotateJob of(List<String> words, Desk desk) throws Failure {
    RotateLine line = RotateLine.parse(words, desk);
    return new RotateJob(
        line,
        desk,
        (rotation, where) -> rotation.at(where, text -> desk.log("ssh-keygen: " + text)));
  }

  int run() throws Failure, IOException {
    Path key = Path.of(line.key());
    Path fresh = PairSwap.fresh(key);
    KeyFiles.mustExist(line.key(), "");
    KeyFiles files = new KeyFiles(line.request(), desk);
    try (KeyFiles.Opened old =
        files.open(
            line.key(),
            line.request().passphrase(),
            "Enter passphrase for " + line.key() + ": ",
            "Failed to load key " + line.key())) {
      PublicKey half = old.loaded().key().publicKey();
      if (isDoneBut(key, half)) {
        new PairSwap(key, PairSwap.DIRECT).finish();
        desk.line(shown(key) + " is the new key already: its .pub file was all that was missing.");
        return Exit.OK;
      }
      boolean resumed = Files.exists(fresh);
      try (KeyFiles.Opened made = resumed ? reopened(files, fresh) : made(fresh, old)) {
        if (made.loaded().key().publicKey().equals(half)) {
          throw Failure.of(shown(fresh) + " is the same key as " + shown(key));
        }
        return rotate(key, old.loaded().key(), made, resumed);
      }
    }
  }

  /** Whether a run before came to its end but for the last step. */
  private static boolean isDoneBut(Path key, PublicKey half) {
    Path fresh = PairSwap.fresh(key);
    return Files.notExists(fresh)
        && Files.notExists(PairSwap.publicPart(key))
        && PublicFiles.lines(PairSwap.publicPart(fresh).toString())
            .filter(found -> found.key().blob().equals(half.blob()))
            .isPresent();
  }

  private KeyFiles.Opened reopened(KeyFiles files, Path fresh) throws Failure, IOException {
    if (!line.request().quiet()) {
      desk.line("Going on with " + shown(fresh) + ", which is there already.");
    }
    KeyFiles.Opened made =
        files.open(
            fresh.toString(),
            line.request().newPassphrase(),
            "Enter passphrase for " + fresh + ": ",
            "Failed to load key " + fresh);
    Path half = PairSwap.publicPart(fresh);
    if (Files.notExists(half)) {
      Saving.publicKey(made.loaded().key().publicKey(), half.toString(), made.loaded().comment());
    }
    return made;
  }

  private KeyFiles.Opened made(Path fresh, KeyFiles.Opened old) throws Failure, IOException {
    Request request = line.request();
    PublicKey half = old.loaded().key().publicKey();
    PrivateKey key;
    if (request.type().isPresent()) {
      key = Generate.make(request.type().get(), request.bits());
    } else {
      key = Generate.make(typeOf(half), request.bits() == 0 ? bitsOf(half) : request.bits());
    }
    String comment = request.comment().orElseGet(() -> commentOf(old));
    try (SecretBytes passphrase = newPassphrase()) {
      new Saving(request).privateKey(key, fresh.toString(), passphrase, comment);
      Saving.publicKey(key.publicKey(), PairSwap.publicPart(fresh).toString(), comment);
    } catch (Failure | IOException e) {
      key.close();
      throw e;
    }
    if (!request.quiet()) {
      desk.line("The new key is in " + shown(fresh) + " until all is done:");
      desk.line(Fingerprint.of(key.publicKey(), request.hash()) + " " + shown(comment));
    }
    var loaded =
        new PrivateKeyFile.Loaded(key, comment, request.conversion().privateFormat(), false);
    return new KeyFiles.Opened(loaded, SecretBytes.taking(new byte[0]));
  }

  /** -P is the old key's here. */
  private SecretBytes newPassphrase() throws IOException {
    Optional<String> given = line.request().newPassphrase();
    return given.isPresent() ? KeyFiles.secret(given.get()) : Generate.askedPassphrase(desk);
  }

  private static String typeOf(PublicKey half) throws Failure {
    return switch (half.type()) {
      case SSH_RSA -> "rsa";
      case ECDSA_SHA2_NISTP256, ECDSA_SHA2_NISTP384, ECDSA_SHA2_NISTP521 -> "ecdsa";
      case SSH_ED25519 -> "ed25519";
      default ->
          throw Failure.of(
              "ssh-keygen: no new key is made of type "
                  + half.type().shortName()
                  + ": say which one you want, such as -t ed25519");
    };
  }

  private long bitsOf(PublicKey half) {
    if (half.type() == KeyType.SSH_RSA && half.bits() < LEAST_RSA) {
      desk.log(
          "The old key has "
              + half.bits()
              + " bits, which is too few: the new one gets the usual.");
      return 0;
    }
    return half.bits();
  }

  /** PEM files have none; their .pub file may. */
  private String commentOf(KeyFiles.Opened old) {
    String inside = old.loaded().comment();
    if (!inside.isEmpty()) {
      return inside;
    }
    Path half = PairSwap.publicPart(Path.of(line.key()));
    return PublicFiles.lines(half.toString())
        .map(PublicFiles.Loaded::comment)
        .filter(comment -> !comment.equals(half.toString()))
        .orElse("");
  }

  private int rotate(Path key, PrivateKey old, KeyFiles.Opened made, boolean resumed)
      throws IOException {
    PrivateKey fresh = made.loaded().key();
    Path name = PairSwap.fresh(key);
    InstallKey installed =
        new InstallKey(fresh.publicKey(), made.loaded().comment(), shown(name), Optional.of(name));
    Rotation rotation = new Rotation(old, fresh, installed, resumed);
    List<String> report = new ArrayList<>();
    int done = 0;
    for (Destination where : line.destinations()) {
      if (!line.request().quiet()) {
        desk.log("ssh-keygen: " + where.name() + " ...");
      }
      Outcome outcome = at.rotate(rotation, where);
      done += outcome.state() == Outcome.State.ROTATED ? 1 : 0;
      report.add(sentence(where, outcome));
      outcome.evidence().forEach(e -> report.add("\t- " + Printable.of(e, SHOWN)));
    }
    report.forEach(desk::line);
    if (done < line.destinations().size()) {
      desk.line(
          done
              + " of "
              + line.destinations().size()
              + " done: "
              + shown(key)
              + " and "
              + shown(name)
              + " both stay. The same command goes on from here.");
      return Exit.FAILURE;
    }
    Path kept = new PairSwap(key, PairSwap.DIRECT).run();
    desk.line("The new key is " + shown(key) + " now, the old one " + shown(kept) + ".");
    certificate(kept);
    agent(key, kept, old.publicKey());
    return Exit.OK;
  }

  private static String sentence(Destination where, Outcome outcome) {
    String state = outcome.state().name().toLowerCase(Locale.ROOT);
    String text = outcome.text().isEmpty() ? "" : " (" + Printable.of(outcome.text(), SHOWN) + ")";
    return state + ": " + shown(where.name()) + text;
  }

  private void certificate(Path kept) {
    Path certificate = kept.resolveSibling(kept.getFileName() + "-cert.pub");
    if (Files.exists(certificate)) {
      desk.line(
          "The old key's certificate is "
              + shown(certificate)
              + ": the new key needs one of its own.");
    }
  }

  private void agent(Path key, Path kept, PublicKey old) {
    if (desk.agentSocket().filter(s -> !s.isEmpty()).isEmpty()) {
      return;
    }
    try (AgentClient agent = AgentSocket.connect(Path.of(desk.agentSocket().get()))) {
      if (agent.identities().usable().stream().anyMatch(i -> i.key().equals(old))) {
        desk.line("The agent holds the old key. Exchange it with:");
        desk.line("\tssh-add -d " + shown(kept) + " && ssh-add " + shown(key));
      }
    } catch (AgentException e) {
      desk.log("ssh-keygen: whether the agent holds the old key is not known: " + e.getMessage());
    }
  }

  private static String shown(Object name) {
    return Printable.of(name.toString(), SHOWN);
  }
}
