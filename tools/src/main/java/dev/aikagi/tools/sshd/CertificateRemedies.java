package dev.aikagi.tools.sshd;

import dev.aikagi.Bytes;
import dev.aikagi.config.ServerKeywords;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Commands that let a certificate in. What is wrong with the certificate itself, its authority
 * alone can mend, on another machine.
 */
record CertificateRemedies(Walk walk, Certificate certificate) {
  /** The authority is trusted for this account and no other. */
  Remedy trustedHere(Optional<KeysView> view) {
    return appended(view, "cert-authority");
  }

  /** One of the certificate's principals is taken for this account. */
  Remedy[] principalHere(Optional<KeysView> view) {
    return principal().map(p -> appended(view, "cert-authority,principals=\"" + p + "\"")).stream()
        .toArray(Remedy[]::new);
  }

  private Remedy appended(Optional<KeysView> view, String options) {
    String line = options + " " + certificate.signatureKey().line();
    return view.map(v -> LineRemedies.append(v, walk.user, Optional.empty(), line))
        .orElse(Remedy.server());
  }

  /** One more key in the list of authorities. */
  Remedy listed(String file) {
    return Remedy.server(written(Path.of(file), certificate.signatureKey().line()));
  }

  /** The list is read on beyond what was no key. */
  Remedy withoutLine(String file, int line) {
    return Remedy.server(Sed.comment(file, line));
  }

  /** One more name in the list of principals. */
  Remedy[] principal(Path file) {
    return principal().map(p -> named(file, p)).stream().toArray(Remedy[]::new);
  }

  private Remedy named(Path file, String principal) {
    if (AsUser.isInHome(file, walk.user)) {
      Optional<Bytes> text = LookAlikes.text(file);
      KeyList list =
          text.<KeyList>map(t -> new KeyList.Text(file, t))
              .orElseGet(() -> new KeyList.Unusable(new KeysFileReason.Missing(file)));
      return LineRemedies.append(
          new KeysView(file, list, text, walk.peer), walk.user, Optional.empty(), principal);
    }
    Path folder = file.getParent();
    List<String> commands = new ArrayList<>();
    if (folder != null && !Files.exists(folder)) {
      commands.add(Sh.line("mkdir", "-p", "-m", "755", folder));
    }
    commands.add(written(file, principal));
    return Remedy.server(commands.toArray(String[]::new));
  }

  private static String written(Path file, String line) {
    String open =
        LookAlikes.text(file).filter(CertificateRemedies::endsOpen).isPresent() ? "\\n" : "";
    return "printf '" + open + "%s\\n' " + Sh.word(line) + " >> " + Sh.word(file.toString());
  }

  private static boolean endsOpen(Bytes text) {
    return text.length() > 0 && text.toArray()[text.length() - 1] != '\n';
  }

  /** With SHA-1 as the last way out; the text says that signing again is better. */
  Remedy algorithm() {
    String value = walk.config.value(ServerKeywords.CA_SIGNATURE_ALGORITHMS);
    SignatureAlgorithm signed = certificate.signatureAlgorithm();
    if (value.startsWith("-")) {
      return Remedy.server();
    }
    return walk.lines.set(
        ServerKeywords.CA_SIGNATURE_ALGORITHMS,
        (value.isEmpty() ? "+" : value + ",") + signed.wireName());
  }

  /** A name that needs no quoting anywhere. */
  private Optional<String> principal() {
    return certificate.principals().stream()
        .filter(p -> p.matches("[A-Za-z0-9_.@:+-]+"))
        .findFirst();
  }
}
