package dev.aikagi.auth;

import dev.aikagi.message.UserauthMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One method of the client, with what it has tried so far. */
interface ClientAttempts {
  String methodName();

  /**
   * Makes the next attempt: sends requests and reads replies until the server decides.
   *
   * @return USERAUTH_FAILURE or USERAUTH_SUCCESS; null when nothing is left to try
   */
  @Nullable UserauthMessage next() throws IOException;

  /**
   * Whether the first attempt can be made before the server has said which methods it offers: it
   * asks nobody anything, and costs nothing where the server has none of it.
   */
  default boolean canBegin() {
    return false;
  }

  /** Whether the server had a proof when it said yes to the last attempt. */
  boolean proven();

  /** After a partial success another round begins. */
  default void again() {}

  static ClientAttempts of(ClientMethod method, ClientDialogue dialogue) {
    return switch (method) {
      case ClientMethod.PublicKey m -> new ClientPublicKey(m, dialogue);
      case ClientMethod.Hostbased m -> new ClientHostbased(m, dialogue);
      case ClientMethod.GssapiWithMic m -> new ClientGssapi(m, dialogue);
      case ClientMethod.Password m -> new ClientPassword(m, dialogue);
      case ClientMethod.KeyboardInteractive m -> new ClientKeyboardInteractive(m, dialogue);
    };
  }
}
