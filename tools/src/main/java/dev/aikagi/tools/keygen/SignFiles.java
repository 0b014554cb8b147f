package dev.aikagi.tools.keygen;

import dev.aikagi.SshException;
import dev.aikagi.agent.AgentClient;
import dev.aikagi.agent.AgentException;
import dev.aikagi.agent.AgentIdentity;
import dev.aikagi.agent.AgentSocket;
import dev.aikagi.key.AtomicFile;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.FileSignature;
import dev.aikagi.key.KeyOrCertificate;
import dev.aikagi.key.Signer;
import dev.aikagi.tools.Exit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * -Y sign: signs files, each into one beside it, or standard input. The key is an agent's where one
 * has it, and else that of the file.
 */
final class SignFiles {
  private final Request request;
  private final Desk desk;
  private final String namespace;
  private final FileSignature.Hash hash;

  SignFiles(Request request, Desk desk, String namespace, FileSignature.Hash hash) {
    this.request = request;
    this.desk = desk;
    this.namespace = namespace;
    this.hash = hash;
  }

  int run(String keyFile) throws Failure, IOException {
    KeyOrCertificate key =
        PublicFiles.load(keyFile)
            .orElseThrow(
                () ->
                    Failure.fatal("Couldn't load public key " + keyFile + ": " + PublicFiles.NONE))
            .key();
    try (Opened opened = open(keyFile, key)) {
      if (request.operands().isEmpty()) {
        say("Signing data on standard input");
        desk.out().print(sign(opened.signer(), key, desk.in(), "-").armoured());
        return Exit.OK;
      }
      for (String name : request.operands()) {
        file(opened.signer(), key, name);
      }
      return Exit.OK;
    }
  }

  /** A signer, and what ends with it. */
  private record Opened(Signer signer, Runnable closer) implements AutoCloseable {
    @Override
    public void close() {
      closer.run();
    }
  }

  private Opened open(String keyFile, KeyOrCertificate key) throws Failure, IOException {
    Optional<Opened> ofAgent = ofAgent(key);
    if (ofAgent.isPresent()) {
      return ofAgent.get();
    }
    String name = privateFile(keyFile);
    KeyFiles.Opened opened =
        new KeyFiles(request, desk)
            .open(name, request.passphrase(), "Enter passphrase: ", "Load key \"" + name + "\"");
    if (!opened.loaded().key().publicKey().equals(key.key())) {
      opened.close();
      throw Failure.fatal("Public key " + keyFile + " doesn't match private " + name);
    }
    return new Opened(SecurityKeyWords.signer(opened.loaded().key(), request, desk), opened::close);
  }

  /** The private half of id.pub is id, and that of id-cert.pub too. */
  private static String privateFile(String keyFile) {
    String name = without(keyFile, ".pub");
    String plain = without(name, "-cert");
    return !plain.equals(name) && !Files.exists(Path.of(name)) ? plain : name;
  }

  private static String without(String name, String end) {
    return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
  }

  /** An agent that cannot be asked has no key, as with OpenSSH. */
  private Optional<Opened> ofAgent(KeyOrCertificate key) {
    Optional<String> socket = desk.agentSocket().filter(s -> !s.isEmpty());
    if (socket.isEmpty()) {
      return Optional.empty();
    }
    AgentClient agent = null;
    try {
      agent = AgentSocket.connect(Path.of(socket.get()));
      for (AgentIdentity identity : agent.identities().usable()) {
        if (identity.key().equals(key.key())) {
          AgentClient kept = agent;
          agent = null;
          return Optional.of(new Opened(kept.signer(identity), kept::close));
        }
      }
    } catch (AgentException e) {
      if (request.verbose()) {
        desk.log("Couldn't find key in agent: " + e.reason().summary());
      }
    } finally {
      if (agent != null) {
        agent.close();
      }
    }
    return Optional.empty();
  }

  private void file(Signer signer, KeyOrCertificate key, String name) throws Failure, IOException {
    String out = name + ".sig";
    FileSignature signature;
    try (InputStream message = Files.newInputStream(Path.of(name))) {
      say("Signing file " + name);
      signature = sign(signer, key, message, name);
    } catch (SshException e) {
      throw e;
    } catch (IOException e) {
      throw Failure.fatal("Cannot open " + name + " for signing: " + FileFault.sentence(e));
    }
    if (Files.exists(Path.of(out)) && !overwrites(out)) {
      return;
    }
    try {
      AtomicFile.write(
          Path.of(out),
          signature.armoured().getBytes(StandardCharsets.US_ASCII),
          AtomicFile.PUBLIC);
    } catch (IOException e) {
      throw Failure.fatal("Unable to write to " + out + ": " + FileFault.sentence(e));
    }
    say("Write signature to " + out);
  }

  private boolean overwrites(String out) throws IOException {
    desk.line(out + " already exists.");
    return desk.answer("Overwrite (y/n)? ")
        .filter(a -> a.startsWith("y") || a.startsWith("Y"))
        .isPresent();
  }

  private FileSignature sign(Signer signer, KeyOrCertificate key, InputStream message, String name)
      throws Failure, IOException {
    try {
      return switch (key) {
        case KeyOrCertificate.Plain _ -> FileSignature.sign(signer, namespace, hash, message);
        case KeyOrCertificate.Certified c ->
            FileSignature.sign(signer, c.certificate(), namespace, hash, message);
      };
    } catch (SshException e) {
      throw Failure.fatal("Signing " + name + " failed: " + e.getMessage());
    }
  }

  private void say(String words) {
    if (!request.quiet()) {
      desk.log(words);
    }
  }
}
