package dev.aikagi.tools.keygen;

import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.SshfpRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** -r: the records that a zone of the DNS holds of host keys (RFC 4255). */
final class HostRecords {
  /** In OpenSSH's order. */
  private static final List<String> HOST_KEYS = List.of("rsa", "dsa", "ecdsa", "ed25519");

  private static final String HASH = "hashalg=";

  private final Request request;
  private final Desk desk;
  private final String hostName;

  HostRecords(Request request, Desk desk, String hostName) {
    this.request = request;
    this.desk = desk;
    this.hostName = hostName;
  }

  /** Of the file of -f, or of this machine's own keys. */
  void run() throws Failure {
    List<FingerprintHash> hashes = hashes();
    if (request.file().isPresent()) {
      String name = request.file().get();
      if (!Files.exists(Path.of(name))) {
        throw Failure.fatal(name + ": " + PublicFiles.NONE);
      }
      print(name, hashes);
      return;
    }
    boolean any = false;
    for (String type : HOST_KEYS) {
      String name = "/etc/ssh/ssh_host_" + type + "_key.pub";
      if (Files.exists(Path.of(name))) {
        print(name, hashes);
        any = true;
      }
    }
    if (!any) {
      throw Failure.fatal("no keys found.");
    }
  }

  private List<FingerprintHash> hashes() throws Failure {
    List<FingerprintHash> hashes = SshfpRecord.HASHES;
    for (String option : request.issue().options()) {
      if (!option.toLowerCase(Locale.ROOT).startsWith(HASH)) {
        throw Failure.fatal("Invalid option \"" + option + "\"");
      }
      String name = option.substring(HASH.length());
      hashes =
          FingerprintHash.named(name)
              .filter(SshfpRecord.HASHES::contains)
              .map(List::of)
              .orElseThrow(() -> Failure.fatal("Unsupported hash algorithm " + name));
    }
    return hashes;
  }

  private void print(String name, List<FingerprintHash> hashes) throws Failure {
    PublicFiles.Loaded loaded =
        KeyFiles.publicKey(name)
            .orElseThrow(() -> Failure.fatal("Failed to read v2 public key from \"" + name + "\""));
    for (FingerprintHash hash : hashes) {
      Optional<SshfpRecord> sshfp =
          loaded.key().type().certificate()
              ? Optional.empty()
              : SshfpRecord.of(loaded.key().key(), hash);
      if (sshfp.isEmpty()) {
        desk.log(
            name
                + ": there are no SSHFP records for keys of type "
                + loaded.key().type().wireName());
        return;
      }
      desk.line(request.has('g') ? sshfp.get().genericLine(hostName) : sshfp.get().line(hostName));
    }
  }
}
