package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.SshException;
import dev.aikagi.auth.ClientAuthObserver;
import dev.aikagi.auth.ClientAuthOptions;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.ClientMethod;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssInitiator;
import dev.aikagi.auth.Identity;
import dev.aikagi.auth.UserauthClient;
import dev.aikagi.key.PublicKeyAlgorithm;
import dev.aikagi.key.RsaPublicKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * {@link UserauthClient}: what a server answers to the keys of a user, to those of his host, and to
 * a mechanism of the GSS-API.
 */
public final class UserauthReplyTarget {
  private static final Identity KEY = Identity.of("key", Found.AUTHORITY);

  private static final GssInitiator INITIATOR =
      new GssInitiator() {
        @Override
        public Bytes mechanism() {
          return FuzzGss.OID;
        }

        @Override
        public GssContext initiate() {
          return new FuzzGss(2);
        }
      };

  private static final List<ClientMethod> METHODS =
      List.of(
          new ClientMethod.GssapiWithMic(INITIATOR),
          new ClientMethod.Hostbased(
              List.of(KEY),
              PublicKeyAlgorithm.DEFAULT,
              "h.example",
              "a",
              RsaPublicKey.MIN_BITS,
              Optional.empty()),
          new ClientMethod.PublicKey(List.of(KEY)));

  private UserauthReplyTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Script script = Script.of(data);
    ClientAuthOptions options =
        ClientAuthOptions.of("a", "h", METHODS)
            .observer(
                new ClientAuthObserver() {
                  @Override
                  public void banner(String text) {
                    text.lines().forEach(UserauthReplyTarget::printable);
                  }

                  @Override
                  public void step(ClientAuthStep step) {
                    Found.sayNothing(step);
                  }

                  @Override
                  public void canContinue(List<String> methods, boolean partialSuccess) {
                    methods.forEach(UserauthReplyTarget::printable);
                  }
                });
    try {
      UserauthClient.authenticate(script, options);
      Found.check(script.isAuthenticated(), "logged in, and the transport does not know");
    } catch (SshException e) {
      Found.sayNothing(String.valueOf(e.getMessage()));
    }
  }

  private static void printable(String text) {
    Found.check(
        text.chars().noneMatch(c -> c != '\t' && Character.isISOControl(c)), "it writes elsewhere");
  }
}
