package dev.aikagi.tools.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.SshException;
import dev.aikagi.agent.SecurityKeys;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.SecurityKeyPrivateKey;
import dev.aikagi.key.SecurityKeySigner;
import dev.aikagi.posix.LocalSocket;
import dev.aikagi.posix.SecurityKeyException;
import dev.aikagi.tools.ServerLog;
import dev.aikagi.tools.securitykey.HelperProcess;
import dev.aikagi.tools.securitykey.HelperRequest;
import dev.aikagi.tools.securitykey.TokenException;
import dev.aikagi.tools.ssh.Askpass;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has authenticators sign, each time in a process of its own. One signature at a time: an
 * authenticator has one button, and a person one attention.
 */
final class Authenticators implements SecurityKeys, AutoCloseable {
  /** Whose request the current thread answers. */
  static final ScopedValue<LocalSocket> CLIENT = ScopedValue.newInstance();

  /**
   * For the PIN and the touch together. OpenSSH waits for ever, and serves nobody else meanwhile;
   * most authenticators give up after half a minute.
   */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String NOBODY = "nobody has answered in " + LIMIT.toSeconds() + " seconds";

  private final FingerprintHash hash;
  private final ServerLog log;
  private final Turns turns = new Turns();
  private volatile @Nullable Cutoff current;
  private volatile boolean closed;

  Authenticators(FingerprintHash hash, ServerLog log) {
    this.hash = hash;
    this.log = log;
  }

  @Override
  public Bytes sign(Request request) throws SshException {
    try (Turns.Turn _ = turns.await(CLIENT.get(), LIMIT);
        Cutoff cutoff = Cutoff.watch(CLIENT.get(), LIMIT, NOBODY)) {
      current = cutoff;
      if (closed) {
        throw new SshException("the agent ends");
      }
      try {
        Operation operation = new Operation(request, cutoff);
        return new SecurityKeySigner(request.key(), operation)
            .sign(request.algorithm(), request.data().toArray());
      } finally {
        current = null;
      }
    } catch (SshException e) {
      log.error("cannot sign with an authenticator: " + e.getMessage());
      throw e;
    } catch (IOException e) {
      throw new SshException(ServerLog.why(e));
    }
  }

  /** Nobody waits for an authenticator any more. */
  @Override
  public void close() {
    closed = true;
    Cutoff cutoff = current;
    if (cutoff != null) {
      cutoff.cut("the agent ends");
    }
  }

  /** One signature: first without a PIN, and with one where the authenticator wants that. */
  private final class Operation implements SecurityKeySigner.Authenticator {
    private final Request request;
    private final Cutoff cutoff;
    private final String name;
    private final boolean touches;

    Operation(Request request, Cutoff cutoff) {
      this.request = request;
      this.cutoff = cutoff;
      SecurityKeyPrivateKey key = request.key();
      this.name = key.type().shortName() + " key " + Fingerprint.of(key.publicKey(), hash);
      this.touches = key.has(SecurityKeyPrivateKey.USER_PRESENCE);
    }

    @Override
    public SecurityKeySigner.Answer sign(SecurityKeyPrivateKey key, byte[] data)
        throws SshException {
      try (PresenceNotice notice = notice()) {
        SecurityKeySigner.Answer answer = attempt(null);
        notice.confirmed();
        return answer;
      } catch (TokenException e) {
        if (e.kind() != SecurityKeyException.Kind.PIN_REQUIRED) {
          throw e;
        }
      }
      try (SecretBytes pin = pin()) {
        return attempt(pin);
      }
    }

    /** A window that somebody has open is closed when nobody wants an answer any more. */
    private void asks(Process program) {
      cutoff.ending(
          () -> {
            if (closed) {
              Askpass.kill(program);
            } else {
              Askpass.end(program);
            }
          });
    }

    private PresenceNotice notice() {
      if (!touches) {
        return PresenceNotice.none();
      }
      log.debug("waiting for " + request.key().type().shortName());
      return PresenceNotice.show(PresenceNotice.text(request, hash), this::asks, log);
    }

    private SecurityKeySigner.Answer attempt(@Nullable SecretBytes pin) throws SshException {
      try (HelperProcess helper =
          HelperProcess.start(line -> log.error("ssh-sk-helper: " + line))) {
        cutoff.ending(helper::kill);
        return helper.sign(
            new HelperRequest(request.provider(), request.key(), request.data(), pin), LIMIT);
      } catch (TokenException e) {
        throw e;
      } catch (SshException e) {
        cutoff.require();
        throw e;
      } catch (IOException e) {
        throw new SshException("ssh-sk-helper: " + ServerLog.why(e));
      }
    }

    /**
     * By the program of SSH_ASKPASS alone, as OpenSSH's agent: also one in the foreground (-d, -D)
     * has its terminal in common with whatever was started from there, and a PIN that is typed
     * there may go to the other. An empty PIN is not tried: authenticators count wrong ones, and
     * lock themselves.
     */
    private SecretBytes pin() throws SshException {
      String prompt = "Enter PIN " + (touches ? "and confirm user presence " : "") + "for " + name;
      SecretBytes pin = null;
      boolean given = false;
      try {
        if (Askpass.isAllowed()) {
          pin = Askpass.ask(prompt + ": ", "", this::asks);
        }
        cutoff.require();
        if (pin == null || pin.length() == 0) {
          throw new SshException("the authenticator wants a PIN, and nobody has given one");
        }
        given = true;
        return pin;
      } catch (SshException e) {
        throw e;
      } catch (IOException e) {
        throw new SshException("ssh_askpass: " + ServerLog.why(e));
      } finally {
        if (pin != null && !given) {
          pin.close();
        }
      }
    }
  }
}
