package dev.aikagi.auth;

import dev.aikagi.message.ExtInfo;
import java.util.Optional;

/** The EXT_INFO messages that a server may send during authentication (RFC 8308 section 2.4). */
public interface ServerExtInfo {
  ServerExtInfo NOTHING = new ServerExtInfo() {};

  /**
   * Before the answer to the first request, when the user name is known: only for a client that
   * said ext-info-in-auth@openssh.com. The name may be of nobody; the message must not tell.
   */
  default Optional<ExtInfo> userKnown(String userName) {
    return Optional.empty();
  }

  /** Right before USERAUTH_SUCCESS. */
  default Optional<ExtInfo> beforeSuccess(String userName) {
    return Optional.empty();
  }
}
