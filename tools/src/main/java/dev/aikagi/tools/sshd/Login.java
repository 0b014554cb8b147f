package dev.aikagi.tools.sshd;

import dev.aikagi.auth.AuthenticatedUser;
import dev.aikagi.config.ServerConfig;
import dev.aikagi.posix.User;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.trust.AuthorizedKeyOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who is logged in: everything that a session of his goes by.
 *
 * @param config with the Match blocks that apply
 * @param options what the proven keys permit
 * @param steps how he got in
 * @param pam the transaction, where PAM is in use
 * @param starter starts his programs
 * @param mustChangePassword whether his sessions are for the change of his password alone
 * @param tickets the file with those of Kerberos that he lent; empty where he lent none
 */
record Login(
    User user,
    Peer peer,
    ServerConfig config,
    AuthorizedKeyOptions options,
    List<AuthenticatedUser.Step> steps,
    Optional<PamLogin> pam,
    ProgramStarter starter,
    boolean mustChangePassword,
    Optional<Path> tickets,
    ServerLog log) {
  Login {
    steps = List.copyOf(steps);
  }
}
