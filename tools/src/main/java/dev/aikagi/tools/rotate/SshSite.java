package dev.aikagi.tools.rotate;

import dev.aikagi.key.PrivateKey;
import dev.aikagi.tools.Octets;
import dev.aikagi.tools.copyid.Door;
import dev.aikagi.tools.copyid.Evidence;
import dev.aikagi.tools.copyid.FarKeys;
import dev.aikagi.tools.copyid.FarPath;
import dev.aikagi.tools.copyid.InstallKey;
import dev.aikagi.tools.copyid.Mode;
import dev.aikagi.tools.copyid.SshWords;
import dev.aikagi.tools.files.Shown;
import dev.aikagi.tools.ssh.LoggedIn;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A destination of ssh's. */
final class SshSite implements Site {
  private static final FarPath FILE = FarPath.of(Optional.empty());

  private final PrivateKey old;
  private final PrivateKey fresh;
  private final InstallKey installed;
  private final SshWords words;
  private final Consumer<String> note;

  /** Of the login that was possible. */
  private String serverSoftware = "";

  SshSite(
      PrivateKey old,
      PrivateKey fresh,
      InstallKey installed,
      SshWords words,
      Consumer<String> note) {
    this.old = old;
    this.fresh = fresh;
    this.installed = installed;
    this.words = words;
    this.note = note;
  }

  @Override
  public Entry enter(Turn key) {
    PrivateKey shown = key == Turn.OLD ? old : fresh;
    Door.Entered entered = Door.entered(shown, key == Turn.OLD ? "old key" : "new key", words);
    entered.login().ifPresent(login -> serverSoftware = login.serverSoftware());
    return new Login(entered);
  }

  /** One login. */
  private final class Login implements Entry {
    private final Door.Entered entered;

    Login(Door.Entered entered) {
      this.entered = entered;
    }

    @Override
    public Seen seen() {
      return switch (entered.door()) {
        case Door.Opened _ -> new Seen.Opened();
        case Door.Shut _ -> new Seen.Shut();
        case Door.NotReached n -> new Seen.NotReached(said(n));
        case Door.NoLock _ ->
            new Seen.Unproven("the server lets everybody in, so that no key can be proven");
        case Door.OneOfSeveral _ ->
            new Seen.Unproven("the server wants more than a key: what one opens alone is not seen");
        case Door.Unusable u -> new Seen.Unproven(Evidence.sentence(u.why()));
        case Door.Accepted _ -> new Seen.Unproven("the key was not proven");
      };
    }

    private static String said(Door.NotReached door) {
      String text = door.said().strip().replace("\r", "").replace("\n", "; ");
      return text.isEmpty() ? "it cannot be reached" : Shown.of(Octets.ofText(text));
    }

    @Override
    public FarKeys keys() throws IOException {
      LoggedIn login = entered.login().orElseThrow(() -> new IOException("not logged in"));
      return FarKeys.read(login, FILE, true, note);
    }

    @Override
    public List<String> evidence(List<Mode> modes) {
      return entered.door() instanceof Door.Shut shut
          ? Evidence.of(installed, shut.denied(), modes, FILE.file(), serverSoftware)
          : List.of();
    }

    @Override
    public void close() {
      entered.close();
    }
  }
}
