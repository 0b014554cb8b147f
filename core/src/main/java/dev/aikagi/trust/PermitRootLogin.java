package dev.aikagi.trust;

import java.util.Optional;

/** PermitRootLogin of sshd_config: with what the user with uid 0 may log in. */
public enum PermitRootLogin {
  YES("yes"),
  PROHIBIT_PASSWORD("prohibit-password"),
  FORCED_COMMANDS_ONLY("forced-commands-only"),
  NO("no");

  private final String word;

  PermitRootLogin(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** Why root may not log in with this method and these options; not for other users. */
  public Optional<UserRefusal> refusal(
      String user, String methodName, AuthorizedKeyOptions options) {
    boolean allowed =
        switch (this) {
          case YES -> true;
          case PROHIBIT_PASSWORD ->
              methodName.equals("publickey")
                  || methodName.equals("hostbased")
                  || methodName.equals("gssapi-with-mic");
          case FORCED_COMMANDS_ONLY -> options.command() != null;
          case NO -> false;
        };
    return allowed
        ? Optional.empty()
        : Optional.of(new UserRefusal.RootLogin(user, methodName, this));
  }
}
