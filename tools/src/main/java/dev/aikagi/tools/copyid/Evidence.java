package dev.aikagi.tools.copyid;

import dev.aikagi.Printable;
import dev.aikagi.auth.AuthenticationException;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.tools.files.ShellWord;
import dev.aikagi.tools.files.Shown;
import java.util.ArrayList;
import java.util.List;

/** Why a key that is in the file does not open the door: what was seen, else the usual causes. */
public final class Evidence {
  private static final int SHOWN = 512;

  private Evidence() {}

  /**
   * One line for each.
   *
   * @param modes at the far end, after all was written
   */
  public static List<String> of(
      InstallKey key,
      AuthenticationException denied,
      List<Mode> modes,
      String path,
      String serverSoftware) {
    List<String> lines = new ArrayList<>(ours(key, denied));
    List<String> methods = denied.methodsThatCanContinue();
    if (!methods.isEmpty() && !methods.contains("publickey")) {
      lines.add(
          "the server takes no key as the first step, only "
              + Printable.of(String.join(",", methods), SHOWN)
              + " (PubkeyAuthentication or AuthenticationMethods of its sshd_config)");
    }
    for (Mode mode : modes) {
      if (mode.tooOpen()) {
        lines.add(
            (mode.path().equals(FarPath.HOME) ? "the home folder" : Shown.of(mode.path()))
                + " is "
                + mode.whoWrites()
                + ", for which sshd ignores the keys in it; on the server: chmod go-w "
                + (mode.path().equals(FarPath.HOME) ? "~" : ShellWord.of(mode.path())));
      }
    }
    return lines.isEmpty() ? usual(path, serverSoftware) : lines;
  }

  /** What kept the key from being offered, or from being proven. */
  private static List<String> ours(InstallKey key, AuthenticationException denied) {
    List<String> lines = new ArrayList<>();
    boolean seen = false;
    for (ClientAuthStep step : denied.steps()) {
      switch (step) {
        case ClientAuthStep.Offered _ -> seen = true;
        case ClientAuthStep.KeyUnfit s -> lines.add(sentence(s));
        case ClientAuthStep.NoMutualAlgorithm s -> lines.add(sentence(s));
        case ClientAuthStep.IdentityNotOpened s -> lines.add(sentence(s));
        case ClientAuthStep.NotSigned s -> lines.add(sentence(s));
        case ClientAuthStep.KeyRefused s when s.signed() -> lines.add(sentence(s));
        default -> {}
      }
    }
    if (!seen && lines.isEmpty() && denied.methodsThatCanContinue().contains("publickey")) {
      lines.add(
          "ssh did not offer "
              + key.name()
              + ": PubkeyAuthentication, IdentityFile or IdentityAgent of ssh_config keep it away");
    }
    return lines;
  }

  public static String sentence(ClientAuthStep step) {
    String summary = Printable.of(step.summary(), SHOWN);
    return step.remedy().map(r -> summary + "; " + Printable.of(r, SHOWN)).orElse(summary);
  }

  private static List<String> usual(String path, String serverSoftware) {
    List<String> lines = new ArrayList<>();
    if (serverSoftware.contains("Windows")) {
      lines.add(
          "for administrators Windows' sshd looks at another file only:"
              + " -s -t /C:/ProgramData/ssh/administrators_authorized_keys");
    }
    lines.add(
        "the server may look at another file than "
            + Shown.of(path)
            + " (AuthorizedKeysFile of its sshd_config, which -t can follow)");
    lines.add(
        "it may not let this user in (AllowUsers, DenyUsers, AllowGroups, PermitRootLogin, a locked"
            + " or expired account)");
    lines.add("a folder above may be writable for others, or the home folder be another's");
    lines.add("the server's log says which of them it is");
    return lines;
  }
}
