package dev.aikagi.fuzz;

import dev.aikagi.Bytes;
import dev.aikagi.Reason;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.auth.AuthAttempt;
import dev.aikagi.auth.ClientHostClaim;
import dev.aikagi.auth.GssAcceptor;
import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.KeyDecision;
import dev.aikagi.auth.PasswordDecision;
import dev.aikagi.auth.ServerAuthObserver;
import dev.aikagi.auth.ServerAuthOptions;
import dev.aikagi.auth.UserAuthSettings;
import dev.aikagi.auth.UserPolicy;
import dev.aikagi.auth.UserauthServer;
import dev.aikagi.key.Certificate;
import dev.aikagi.key.PublicKey;
import dev.aikagi.message.ServiceRequest;
import dev.aikagi.trust.AuthorizedKeyOptions;
import dev.aikagi.wire.WireWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@link UserauthServer}: all that a client says before it is logged in, by keys, for a host, and
 * by a mechanism of the GSS-API. Every key is allowed and every host trusted: who gets in has
 * proven it, which no search can.
 */
public final class UserauthRequestTarget {
  private record Told(String summary) implements Reason {}

  private static final KeyDecision YES =
      new KeyDecision.Authorized(AuthorizedKeyOptions.NONE, new Told("allowed"));

  private UserauthRequestTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    WireWriter service = new WireWriter();
    new ServiceRequest("ssh-userauth").write(service);
    Script script = Script.of(data).first(service.toArray());
    ServerAuthOptions options =
        ServerAuthOptions.defaults()
            .observer(
                new ServerAuthObserver() {
                  @Override
                  public void attempt(AuthAttempt attempt) {
                    attempt.reasons().forEach(r -> Found.oneLine(r.summary()));
                  }
                });
    // A failure costs milliseconds on purpose, unless somebody is in a hurry.
    Thread.currentThread().interrupt();
    try {
      UserauthServer.run(script, _ -> new Anybody(), options);
    } catch (SshException e) {
      Found.sayNothing(String.valueOf(e.getMessage()));
      Found.check(!script.isAuthenticated(), "somebody who is not let in");
      return;
    } finally {
      boolean _ = Thread.interrupted();
    }
    throw new IllegalStateException("somebody without a proof");
  }

  private static final class Anybody implements UserPolicy {
    @Override
    public UserAuthSettings settings() {
      return UserAuthSettings.of(Set.of("publickey", "hostbased", "gssapi-with-mic", "password"));
    }

    @Override
    public Optional<Reason> refusal() {
      return Optional.empty();
    }

    @Override
    public KeyDecision publicKey(PublicKey key) {
      return YES;
    }

    @Override
    public KeyDecision certificate(Certificate certificate) {
      return YES;
    }

    @Override
    public KeyDecision hostbased(ClientHostClaim claim) {
      Found.check(claim.clientHost().indexOf('\0') < 0, "a host's name with a NUL");
      Found.check(claim.clientUser().indexOf('\0') < 0, "a user's name with a NUL");
      return YES;
    }

    @Override
    public List<GssAcceptor> gssAcceptors() {
      return List.of(new Mechanism());
    }

    @Override
    public KeyDecision gssapi(GssContext context) {
      return YES;
    }

    @Override
    public PasswordDecision password(SecretBytes password) {
      return new PasswordDecision.Refused(new Told("a wrong password"));
    }
  }

  private static final class Mechanism implements GssAcceptor {
    @Override
    public Bytes mechanism() {
      return FuzzGss.OID;
    }

    @Override
    public GssContext accept() {
      return new FuzzGss(1);
    }
  }
}
