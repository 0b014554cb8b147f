package dev.aikagi.tools.keygen;

import dev.aikagi.key.AbsoluteTime;
import dev.aikagi.key.FileSignature;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** -Y: which of its jobs, and whether all that it needs is there. */
final class FileSignatures {
  private final Request request;
  private final Desk desk;

  /** What -O says, of either kind of job. */
  private FileSignature.Hash hash = FileSignature.Hash.SHA512;

  private Instant at;
  private boolean printsKey;

  FileSignatures(Request request, Desk desk) {
    this.request = request;
    this.desk = desk;
    this.at = desk.clock().instant();
  }

  int run() throws Failure, IOException {
    String job = request.signing().job().orElseThrow();
    return switch (job) {
      case "sign" -> sign();
      case "verify" -> verify();
      case "check-novalidate" -> check();
      case "find-principals" -> findPrincipals();
      case "match-principals" -> matchPrincipals();
      default -> {
        desk.log("Unsupported operation for -Y: \"" + job + "\"");
        desk.err().print(Usage.TEXT);
        throw Failure.silent();
      }
    };
  }

  private int sign() throws Failure, IOException {
    String namespace = namespace("sign");
    String key = needed(request.file(), "sign", "key");
    for (String option : request.issue().options()) {
      if (option.regionMatches(true, 0, "hashalg=", 0, 8)) {
        hash =
            FileSignature.Hash.named(option.substring(8))
                .orElseThrow(
                    () ->
                        Failure.fatal(
                            "unsupported hash algorithm \"" + option.substring(8) + "\""));
      } else {
        throw invalid(option);
      }
    }
    return new SignFiles(request, desk, namespace, hash).run(key);
  }

  private int verify() throws Failure, IOException {
    String namespace = namespace("verify");
    String signature = signature("verify");
    String signers = signers("verify");
    String identity = needed(request.issue().keyId(), "verify", "principal identity");
    times(true);
    return new VerifyFile(request, desk, at, printsKey)
        .verify(signers, identity, namespace, signature);
  }

  private int check() throws Failure, IOException {
    String namespace = namespace("check-novalidate");
    String signature = signature("check-novalidate");
    times(true);
    return new VerifyFile(request, desk, at, printsKey).check(namespace, signature);
  }

  private int findPrincipals() throws Failure {
    String signature = signature("find-principals");
    String signers = signers("find-principals");
    times(false);
    return new VerifyFile(request, desk, at, printsKey).findPrincipals(signers, signature);
  }

  private int matchPrincipals() throws Failure {
    String signers = signers("match-principals");
    String identity = needed(request.issue().keyId(), "match-principals", "principal ID");
    return new VerifyFile(request, desk, at, printsKey).matchPrincipals(signers, identity);
  }

  private void times(boolean prints) throws Failure {
    for (String option : request.issue().options()) {
      if (option.regionMatches(true, 0, "verify-time=", 0, 12)) {
        at =
            AbsoluteTime.parse(option.substring(12), desk.clock().getZone())
                .filter(Instant.EPOCH::isBefore)
                .orElseThrow(() -> Failure.fatal("Invalid \"verify-time\" option"));
      } else if (prints && option.equalsIgnoreCase("print-pubkey")) {
        printsKey = true;
      } else {
        throw invalid(option);
      }
    }
  }

  private static Failure invalid(String option) {
    return Failure.fatal("Invalid option \"" + option + "\"");
  }

  private String namespace(String job) throws Failure {
    return needed(request.issue().principals(), job, "namespace");
  }

  private String signature(String job) throws Failure {
    return needed(request.issue().authority(), job, "signature file");
  }

  private String signers(String job) throws Failure {
    return needed(request.file(), job, "allowed keys file");
  }

  private static String needed(Optional<String> value, String job, String what) throws Failure {
    return value
        .filter(v -> !v.isEmpty())
        .orElseThrow(() -> Failure.of("Too few arguments for " + job + ": missing " + what));
  }
}
