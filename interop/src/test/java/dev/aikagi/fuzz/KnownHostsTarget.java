package dev.aikagi.fuzz;

import dev.aikagi.key.PublicKey;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.trust.CertificatePolicy;
import dev.aikagi.trust.HostKeyDecision;
import dev.aikagi.trust.HostKeysChange;
import dev.aikagi.trust.KnownHosts;
import dev.aikagi.trust.KnownHostsEdit;
import dev.aikagi.trust.KnownHostsFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * {@link KnownHostsFile#parse}, what it says of keys, and that an edit loses no line that it does
 * not name.
 */
public final class KnownHostsTarget {
  private static final PublicKey KEY = Found.AUTHORITY.publicKey();

  private KnownHostsTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    KnownHostsFile file = KnownHostsFile.parse("f", data);
    for (KnownHostsFile.Line line : file.lines()) {
      if (line instanceof KnownHostsFile.Line.Broken broken) {
        Found.oneLine(broken.detail());
      }
    }
    file.find("h").forEach(Found::sayNothing);
    file.find("[h]:22222").forEach(Found::sayNothing);
    decide(file);
    KnownHostsEdit removed = KnownHostsEdit.removed(file, "h");
    if (!removed.changed()) {
      Found.check(Arrays.equals(withLineEnd(data), removed.bytes()), "another file");
    }
    Found.check(!KnownHostsEdit.removed(again(removed), "h").changed(), "it was not removed");
    KnownHostsEdit hashed = KnownHostsEdit.hashed(file);
    Found.check(!KnownHostsEdit.hashed(again(hashed)).changed(), "hashed twice");
  }

  /** What a revoked key is, it is however the file goes on; and what is announced is added once. */
  private static void decide(KnownHostsFile file) {
    KnownHosts hosts = new KnownHosts(List.of(file));
    KnownHosts.Query query = new KnownHosts.Query("h", 22222, "192.0.2.1", false);
    HostKeyDecision decision = hosts.decide(query, KEY);
    Found.sayNothing(hosts.decide(query, Found.CERTIFICATE, CertificatePolicy.DEFAULT));
    Found.check(
        hosts.order(PublicKeyAlgorithm.DEFAULT, query).size() == PublicKeyAlgorithm.DEFAULT.size(),
        "another number of algorithms");
    KnownHosts revoking =
        new KnownHosts(List.of(file, KnownHostsFile.parse("g", bytes("@revoked * " + KEY.line()))));
    Found.check(
        revoking.decide(query, KEY) instanceof HostKeyDecision.Revoked, "not revoked: " + decision);
    HostKeysChange change =
        HostKeysChange.of(List.of(file), query.name(), "192.0.2.1", List.of(KEY, Found.OTHER));
    Found.check(change.fresh().size() <= 2, "more keys than were announced");
    change.obstacle().ifPresent(Found::oneLine);
  }

  private static byte[] bytes(String line) {
    return (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static KnownHostsFile again(KnownHostsEdit edit) {
    return KnownHostsFile.parse("f", edit.bytes());
  }

  private static byte[] withLineEnd(byte[] data) {
    if (data.length == 0 || data[data.length - 1] == '\n') {
      return data;
    }
    byte[] whole = Arrays.copyOf(data, data.length + 1);
    whole[data.length] = '\n';
    return whole;
  }
}
