package dev.aikagi.tools.keygen;

import dev.aikagi.MalformedException;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.FileFault;
import dev.aikagi.key.FileSignature;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.KeyType;
import dev.aikagi.tools.Exit;
import dev.aikagi.trust.AllowedSignerReason;
import dev.aikagi.trust.AllowedSigners;
import dev.aikagi.trust.RevokedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** -Y verify, check-novalidate, find-principals and match-principals. */
final class VerifyFile {
  private final Request request;
  private final Desk desk;
  private final Instant at;
  private final boolean printsKey;

  /**
   * @param at when a signature must have been allowed
   * @param printsKey whether to show the key of a good one
   */
  VerifyFile(Request request, Desk desk, Instant at, boolean printsKey) {
    this.request = request;
    this.desk = desk;
    this.at = at;
    this.printsKey = printsKey;
  }

  /** The message is on standard input. */
  int verify(String signers, String identity, String namespace, String signatureFile)
      throws Failure, IOException {
    Optional<FileSignature> signature = verified(signatureFile, namespace);
    if (signature.isEmpty() || revoked(signature.get())) {
      return notVerified();
    }
    Optional<AllowedSigners> allowed = signers(signers);
    if (allowed.isEmpty()) {
      return notVerified();
    }
    return switch (allowed.get().decide(signature.get(), identity, at)) {
      case AllowedSigners.Decision.Allowed _ -> {
        good(signature.get(), " for " + identity);
        yield Exit.OK;
      }
      case AllowedSigners.Decision.NotAllowed(List<AllowedSignerReason> reasons) -> {
        reasons.stream().filter(VerifyFile::isTold).forEach(r -> desk.log(r.summary()));
        yield notVerified();
      }
    };
  }

  /** Lines for others are many, and none of them is why. */
  private static boolean isTold(AllowedSignerReason reason) {
    return !(reason instanceof AllowedSignerReason.OtherPrincipals
        || reason instanceof AllowedSignerReason.OtherKey);
  }

  /** Whether the signature is true, whoever made it. */
  int check(String namespace, String signatureFile) throws Failure, IOException {
    Optional<FileSignature> signature = verified(signatureFile, namespace);
    if (signature.isEmpty()) {
      return notVerified();
    }
    good(signature.get(), "");
    return Exit.OK;
  }

  int findPrincipals(String signers, String signatureFile) throws Failure {
    FileSignature signature = read(signatureFile).orElseThrow(this::noneMatched);
    return switch (signers(signers).orElseThrow(this::noneMatched).principals(signature, at)) {
      case AllowedSigners.Decision.Allowed allowed -> {
        allowed.principals().forEach(desk::line);
        yield Exit.OK;
      }
      case AllowedSigners.Decision.NotAllowed no -> {
        no.reasons().stream().filter(VerifyFile::isTold).forEach(r -> desk.log(r.summary()));
        throw noneMatched();
      }
    };
  }

  int matchPrincipals(String signers, String identity) throws Failure {
    List<String> lists = signers(signers).orElseThrow(this::noneMatched).matching(identity);
    if (lists.isEmpty()) {
      throw noneMatched();
    }
    lists.forEach(desk::line);
    return Exit.OK;
  }

  private Failure noneMatched() {
    return Failure.fatal("No principal matched.");
  }

  private int notVerified() {
    desk.line("Could not verify signature.");
    return Exit.FATAL;
  }

  private void good(FileSignature signature, String whose) {
    KeyType type = signature.certificate().map(Certificate::type).orElse(signature.key().type());
    if (!request.quiet()) {
      desk.line(
          "Good \"%s\" signature%s with %s key %s"
              .formatted(
                  signature.namespace(), whose, type.shortName(), Fingerprint.of(signature.key())));
    }
    if (printsKey) {
      desk.line(signature.certificate().map(Certificate::line).orElse(signature.key().line()));
    }
  }

  private Optional<FileSignature> verified(String file, String namespace) throws IOException {
    FileSignature signature = read(file).orElse(null);
    if (signature == null) {
      return Optional.empty();
    }
    if (!signature.namespace().equals(namespace)) {
      desk.log("Couldn't verify signature: namespace does not match");
      return Optional.empty();
    }
    if (!signature.verify(namespace, desk.in())) {
      desk.log("Signature verification failed: incorrect signature");
      return Optional.empty();
    }
    return Optional.of(signature);
  }

  private Optional<FileSignature> read(String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > FileSignature.MAX_LENGTH) {
        desk.log("Couldn't parse signature: too large");
        return Optional.empty();
      }
      return Optional.of(FileSignature.parse(Files.readAllBytes(path)));
    } catch (MalformedException e) {
      desk.log("Couldn't parse signature: " + e.getMessage());
    } catch (IOException e) {
      desk.log("Couldn't read signature file: " + FileFault.sentence(e));
    }
    return Optional.empty();
  }

  /** -r: a list that cannot be read may be the one that has the key. */
  private boolean revoked(FileSignature signature) {
    Optional<String> list = request.signing().revoked();
    if (list.isEmpty()) {
      return false;
    }
    try {
      byte[] content = Files.readAllBytes(Path.of(list.get()));
      boolean revoked =
          signature.certificate().isPresent()
              ? RevokedKeys.lists(content, signature.certificate().get())
              : RevokedKeys.lists(content, signature.key());
      if (revoked) {
        desk.log("sig_verify: signing key is revoked");
      }
      return revoked;
    } catch (IOException e) {
      desk.log("sig_verify: checking " + list.get() + ": " + FileFault.sentence(e));
      return true;
    }
  }

  private Optional<AllowedSigners> signers(String file) {
    try {
      return Optional.of(AllowedSigners.parse(file, Files.readAllBytes(Path.of(file))));
    } catch (IOException e) {
      desk.log("Unable to open allowed keys file \"" + file + "\": " + FileFault.sentence(e));
      return Optional.empty();
    }
  }
}
