package dev.aikagi.agent;

import dev.aikagi.Bytes;
import dev.aikagi.SecretBytes;
import dev.aikagi.key.Fingerprint;
import dev.aikagi.key.FingerprintHash;
import dev.aikagi.key.SecurityKeyPublicKey;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.key.TransferredKey;
import dev.aikagi.pattern.Patterns;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an agent, in memory, each with its constraints. Any number of connections use it at
 * the same time, each through {@link AgentServer#serve}.
 *
 * <p>A key whose lifetime is over is used no more from that moment on, and wiped at the next
 * request or {@link #expire}: whoever serves calls that when it says.
 */
public final class Keyring implements AutoCloseable {
  /** As many as a client reads of a list. */
  public static final int MAX_KEYS = AgentClient.MAX_IDENTITIES;

  /** Number, count: what a list has besides its keys. */
  private static final int LIST_HEAD = 5;

  private final KeyringOptions options;
  private final DestinationRules rules;
  private final AgentLock lock;

  /** By blob, in the order in which they came. Guarded by itself. */
  private final Map<Bytes, HeldKey> keys = new LinkedHashMap<>();

  /** Held while a person is asked, so that nobody has two questions before him. */
  private final ReentrantLock asking = new ReentrantLock(true);

  public Keyring(KeyringOptions options) {
    this(options, new AgentLock());
  }

  Keyring(KeyringOptions options, AgentLock lock) {
    this.options = options;
    this.rules = new DestinationRules(options.hostCertificates());
    this.lock = lock;
  }

  /** How many keys there are, hidden ones too. */
  public int size() {
    expire();
    synchronized (keys) {
      return keys.size();
    }
  }

  /**
   * Wipes the keys whose time is over.
   *
   * @return how long until the next one's is; empty where none has an end
   */
  public Optional<Duration> expire() {
    List<HeldKey> over = new ArrayList<>();
    Long next = null;
    synchronized (keys) {
      long now = options.clock().getAsLong();
      for (HeldKey key : keys.values()) {
        Long left = key.left(now);
        if (key.isOver(now)) {
          over.add(key);
        } else if (left != null && (next == null || left < next)) {
          next = left;
        }
      }
      over.forEach(key -> keys.remove(key.blob()));
    }
    over.forEach(key -> wipe(key, true));
    return Optional.ofNullable(next).map(Duration::ofNanos);
  }

  private void wipe(HeldKey key, boolean expired) {
    key.close();
    tell(new AgentEvent.Removed(key.fingerprint(), key.commentText(), expired));
  }

  void tell(AgentEvent event) {
    options.observer().happened(event);
  }

  /** Wipes all keys. */
  public void removeAll() {
    List<HeldKey> all;
    synchronized (keys) {
      all = List.copyOf(keys.values());
      keys.clear();
    }
    all.forEach(key -> wipe(key, false));
  }

  /** Wipes all keys, and lets nobody wait any more. */
  @Override
  public void close() {
    removeAll();
    lock.close();
  }

  /** Those that may be seen over this connection; none while locked. */
  List<HeldKey> list(Bindings bindings) {
    List<HeldKey> shown = new ArrayList<>();
    boolean open = !lock.isLocked();
    int held;
    synchronized (keys) {
      held = keys.size();
      for (HeldKey key : keys.values()) {
        if (open && hidden(key, bindings).isEmpty()) {
          shown.add(key);
        }
      }
    }
    tell(new AgentEvent.Listed(shown.size(), held));
    return shown;
  }

  private Optional<AgentRefusal> hidden(HeldKey key, Bindings bindings) {
    return rules.hidden(key.constraints().destinations(), bindings);
  }

  /** Takes the key over, or closes it. One that is there already gets the new constraints. */
  void add(AgentRequest.AddIdentity request, Bindings bindings) throws RefusedException {
    boolean held = false;
    try {
      KeyConstraints constraints = checked(request, bindings);
      HeldKey next =
          new HeldKey(
              request.key(), request.comment(), constraints, deadline(constraints.lifetime()));
      HeldKey previous = put(next, bindings);
      held = true;
      if (previous != null) {
        previous.close();
      }
      tell(new AgentEvent.Added(next.fingerprint(), next.commentText(), next.constraints()));
    } finally {
      if (!held) {
        request.key().close();
      }
    }
  }

  private @Nullable HeldKey put(HeldKey next, Bindings bindings) throws RefusedException {
    synchronized (keys) {
      HeldKey previous = keys.get(next.blob());
      if (previous != null) {
        // Whoever may not see the key must not loosen its constraints.
        refuse(hidden(previous, bindings));
      } else if (keys.size() >= MAX_KEYS) {
        throw new RefusedException(new AgentRefusal.TooManyKeys(MAX_KEYS));
      }
      long listed = LIST_HEAD + (long) next.listed() - (previous == null ? 0 : previous.listed());
      for (HeldKey key : keys.values()) {
        listed += key.listed();
      }
      if (listed > AgentFrames.MAX) {
        throw new RefusedException(new AgentRefusal.ListTooLong(AgentFrames.MAX));
      }
      keys.put(next.blob(), next);
      return previous;
    }
  }

  private static void refuse(Optional<AgentRefusal> reason) throws RefusedException {
    if (reason.isPresent()) {
      throw new RefusedException(reason.get());
    }
  }

  /** The constraints as they hold from now on. */
  private KeyConstraints checked(AgentRequest.AddIdentity request, Bindings bindings)
      throws RefusedException {
    requireUnlocked();
    for (int i = 0; i < request.comment().length(); i++) {
      if (request.comment().at(i) == 0) {
        throw new RefusedException(new AgentRefusal.BadKey("there is a NUL in its comment"));
      }
    }
    KeyConstraints constraints = request.constraints();
    if (constraints.confirm() && options.confirmation().isEmpty()) {
      throw new RefusedException(new AgentRefusal.NobodyConfirms());
    }
    Optional<String> provider = constraints.securityKeyProvider();
    if (!(request.key() instanceof TransferredKey.OnDevice)) {
      refuse(provider.map(AgentRefusal.ProviderWithoutSecurityKey::new));
    } else if (options.securityKeys().isEmpty()) {
      throw new RefusedException(new AgentRefusal.NoSecurityKeys());
    } else if (provider.isPresent()) {
      boolean own = provider.get().equalsIgnoreCase(SecurityKeys.INTERNAL);
      return constraints.withSecurityKeyProvider(
          own ? SecurityKeys.INTERNAL : allowedProvider(provider.get(), bindings));
    }
    return constraints;
  }

  /**
   * Middleware is code, and a forwarded connection is in somebody else's hands. The patterns are
   * for the file that is loaded: a name could lead out of a folder again, or be a link, which can
   * point elsewhere tomorrow.
   */
  private String allowedProvider(String provider, Bindings bindings) throws RefusedException {
    if (bindings.isRemote() && !options.remoteProviders()) {
      throw new RefusedException(new AgentRefusal.ProviderNotAllowed(provider, true));
    }
    String file;
    try {
      file = Path.of(provider).toRealPath().toString();
    } catch (IOException | InvalidPathException e) {
      throw new RefusedException(new AgentRefusal.NoSuchProvider(provider));
    }
    if (!Patterns.matchesList(file, options.allowedProviders())) {
      throw new RefusedException(new AgentRefusal.ProviderNotAllowed(file, false));
    }
    return file;
  }

  private @Nullable Long deadline(Optional<Duration> own) {
    Duration lifetime = own.or(options::lifetime).orElse(null);
    return lifetime == null ? null : options.clock().getAsLong() + lifetime.toNanos();
  }

  void remove(Bytes blob, Bindings bindings) throws RefusedException {
    requireUnlocked();
    HeldKey key;
    synchronized (keys) {
      key = visible(blob, bindings);
      keys.remove(blob);
    }
    wipe(key, false);
  }

  /** All that may be seen over this connection. */
  void removeAll(Bindings bindings) throws RefusedException {
    requireUnlocked();
    List<HeldKey> shown;
    synchronized (keys) {
      shown = keys.values().stream().filter(key -> hidden(key, bindings).isEmpty()).toList();
      shown.forEach(key -> keys.remove(key.blob()));
    }
    shown.forEach(key -> wipe(key, false));
  }

  /** To be called with the keys held. */
  private HeldKey visible(Bytes blob, Bindings bindings) throws RefusedException {
    HeldKey key = keys.get(blob);
    if (key == null || key.isOver(options.clock().getAsLong())) {
      throw new RefusedException(
          new AgentRefusal.NoSuchKey(Fingerprint.of(blob, FingerprintHash.SHA256)));
    }
    refuse(hidden(key, bindings));
    return key;
  }

  void lock(SecretBytes passphrase) throws RefusedException {
    lock.lock(passphrase);
    tell(new AgentEvent.LockChanged(true));
  }

  void unlock(SecretBytes passphrase) throws RefusedException {
    lock.unlock(passphrase);
    tell(new AgentEvent.LockChanged(false));
  }

  private void requireUnlocked() throws RefusedException {
    if (lock.isLocked()) {
      throw new RefusedException(new AgentRefusal.Locked());
    }
  }

  /** Signs, where everything that was said about the key allows it. */
  Bytes sign(AgentRequest.SignRequest request, Bindings bindings) throws RefusedException {
    HeldKey key = usable(request, bindings);
    if (key.constraints().confirm()) {
      confirm(key, request);
      requireStill(key, request, bindings);
    }
    SignatureAlgorithm algorithm = key.algorithm(request.flags());
    Bytes signature;
    if (key.isOnDevice()) {
      signature = key.signOnDevice(algorithm, request.data(), devices(), detail(key, request));
      requireStill(key, request, bindings);
    } else {
      signature = key.sign(algorithm, request.data().toArray());
    }
    tell(new AgentEvent.Signed(key.fingerprint(), key.commentText()));
    return signature;
  }

  private SecurityKeys devices() throws RefusedException {
    return options
        .securityKeys()
        .orElseThrow(() -> new RefusedException(new AgentRefusal.NoSecurityKeys()));
  }

  /**
   * While a person was waited for, the agent may have been locked, and the key removed or replaced.
   */
  private void requireStill(HeldKey key, AgentRequest.SignRequest request, Bindings bindings)
      throws RefusedException {
    if (!usable(request, bindings).equals(key)) {
      throw new RefusedException(new AgentRefusal.NoSuchKey(key.fingerprint()));
    }
  }

  private HeldKey usable(AgentRequest.SignRequest request, Bindings bindings)
      throws RefusedException {
    requireUnlocked();
    HeldKey key;
    synchronized (keys) {
      key = keys.get(request.keyBlob());
    }
    if (key == null || key.isOver(options.clock().getAsLong())) {
      throw new RefusedException(
          new AgentRefusal.NoSuchKey(Fingerprint.of(request.keyBlob(), FingerprintHash.SHA256)));
    }
    Optional<SignedLogin> login = SignedLogin.of(request.data(), request.keyBlob());
    refuse(rules.unusable(key.constraints().destinations(), bindings, login));
    if (key.publicKey() instanceof SecurityKeyPublicKey sk && mayBeForTheWeb(sk)) {
      if (login.isEmpty() && !SignedLogin.isFileSignature(request.data())) {
        throw new RefusedException(new AgentRefusal.ForTheWeb(sk.application()));
      }
    }
    return key;
  }

  private boolean mayBeForTheWeb(SecurityKeyPublicKey key) {
    return options
        .sshApplications()
        .filter(patterns -> !Patterns.matchesList(key.application(), patterns))
        .isPresent();
  }

  /** What the key is used for, where its destinations say that it is for a login. */
  private static Optional<String> detail(HeldKey key, AgentRequest.SignRequest request) {
    return key.constraints().destinations().isEmpty()
        ? Optional.empty()
        : SignedLogin.of(request.data(), request.keyBlob())
            .map(
                login ->
                    "public key authentication request for user \""
                        + login.user()
                        + "\" to listed host");
  }

  private void confirm(HeldKey key, AgentRequest.SignRequest request) throws RefusedException {
    Confirmation.Question question =
        new Confirmation.Question(key.commentText(), key.publicKey(), detail(key, request));
    asking.lock();
    try {
      if (options.confirmation().filter(c -> c.confirms(question)).isEmpty()) {
        throw new RefusedException(new AgentRefusal.NotConfirmed(key.commentText()));
      }
    } finally {
      asking.unlock();
    }
  }
}
