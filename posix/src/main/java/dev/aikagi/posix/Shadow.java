package dev.aikagi.posix;

import dev.aikagi.SecretBytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account's entry in the shadow database, and the password check against it with crypt(3): for
 * systems without PAM. Days count from 1970-01-01; -1 means that the field is empty.
 */
public final class Shadow {
  /** CVE-2016-6515: hashing a password costs as much as it is long, before anybody is known. */
  public static final int MAX_PASSWORD = 1024;

  private static final int SPWD_SIZE = 72;

  /** Of crypt_data: 32 KiB in libxcrypt, 131,232 bytes in the older glibc. */
  private static final int CRYPT_DATA_SIZE = 256 * 1024;

  /** The shortest is traditional DES, of 13; nothing valid is shorter. */
  private static final int SHORTEST_HASH = 13;

  /** A setting without a hash: it costs what a check costs and equals nothing. */
  static final String DECOY = "$6$aikagidecoysalt$";

  private static final Path FILE = Path.of("/etc/shadow");

  /** {@link #setting} of the file, once somebody asked. */
  private static volatile @Nullable String decoy;

  private final String hash;
  private final long lastChange;
  private final long maximum;
  private final long inactive;
  private final long expiry;

  Shadow(String hash, long lastChange, long maximum, long inactive, long expiry) {
    this.hash = hash;
    this.lastChange = lastChange;
    this.maximum = maximum;
    this.inactive = inactive;
    this.expiry = expiry;
  }

  /** Empty when there is no entry or this process may not read it. */
  public static Optional<Shadow> named(String user) throws IOException {
    if (user.isEmpty() || user.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try (NativeFrame frame = new NativeFrame()) {
      return Database.look(
          frame, Libc.GETSPNAM_R, frame.string(user).address(), SPWD_SIZE, Shadow::read);
    } catch (PosixException e) {
      if (e.errno() == Errno.EACCES) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Shadow read(MemorySegment spwd) {
    String hash = NativeFrame.stringAt(spwd.get(ValueLayout.JAVA_LONG, 8));
    return new Shadow(
        Objects.requireNonNullElse(hash, "*"),
        spwd.get(ValueLayout.JAVA_LONG, 16),
        spwd.get(ValueLayout.JAVA_LONG, 32),
        spwd.get(ValueLayout.JAVA_LONG, 48),
        spwd.get(ValueLayout.JAVA_LONG, 56));
  }

  /** Whether the administrator locked the account: its hash begins with "!". */
  public boolean locked() {
    return hash.startsWith("!");
  }

  /** Whether the account has no password at all. */
  public boolean emptyPassword() {
    return hash.isEmpty();
  }

  /** Whether some password may be the right one; never for a locked account or a "*". */
  public boolean usable() {
    return usable(hash);
  }

  /** What the entry's dates say about this day. */
  public Validity validity(long today) {
    if (expiry >= 0 && today > expiry) {
      return Validity.ACCOUNT_EXPIRED;
    }
    if (lastChange == 0) {
      return Validity.PASSWORD_CHANGE_FORCED;
    }
    if (lastChange > 0 && maximum >= 0 && today > lastChange + maximum) {
      return inactive >= 0 && today > lastChange + maximum + inactive
          ? Validity.PASSWORD_INACTIVE
          : Validity.PASSWORD_EXPIRED;
    }
    return Validity.VALID;
  }

  /** Whether an account may be used on a day. */
  public enum Validity {
    VALID,
    ACCOUNT_EXPIRED,
    PASSWORD_EXPIRED,
    PASSWORD_INACTIVE,
    PASSWORD_CHANGE_FORCED
  }

  /**
   * Whether this is the password. Never for a locked or malformed hash; for an empty hash only an
   * empty password passes, and only where that is allowed.
   */
  public boolean matches(SecretBytes password, boolean emptyAllowed) throws IOException {
    if (hash.isEmpty()) {
      // An answer at once would name the accounts that have none.
      pretend(password);
      return emptyAllowed && password.length() == 0;
    }
    boolean usable = usable(hash);
    // Work is done for an unusable hash too, so that its answer takes as long (CVE-2016-6210).
    String setting = usable ? hash : decoy();
    boolean same = computes(setting, password);
    return same && usable && (emptyAllowed || password.length() > 0);
  }

  /** Takes as long as a check of a present account, for one that does not exist. */
  public static void pretend(SecretBytes password) throws IOException {
    computes(decoy(), password);
  }

  private static String decoy() {
    String known = decoy;
    if (known != null) {
      return known;
    }
    String found = DECOY;
    try {
      byte[] entries = Files.readAllBytes(FILE);
      try {
        found = setting(entries);
      } finally {
        Arrays.fill(entries, (byte) 0);
      }
    } catch (IOException e) {
      // Not root, so no hash can be checked here, or accounts that are in no file.
      System.getLogger("dev.aikagi.posix").log(System.Logger.Level.DEBUG, "decoy", e);
    }
    decoy = found;
    return found;
  }

  /**
   * Method, costs and salt of the first account that has a password, locked or not: yescrypt takes
   * many times as long as SHA-512, and a decoy of the wrong kind would name those who exist
   * (CVE-2016-6210).
   */
  static String setting(byte[] entries) {
    int start = 0;
    for (int end = 0; end <= entries.length; end++) {
      if (end == entries.length || entries[end] == '\n') {
        String found = setting(entries, start, end);
        if (!found.isEmpty()) {
          return found;
        }
        start = end + 1;
      }
    }
    return DECOY;
  }

  /** Of one line; empty where it has none. */
  private static String setting(byte[] entries, int start, int end) {
    int from = start;
    while (from < end && entries[from] != ':') {
      from++;
    }
    from++;
    while (from < end && entries[from] == '!') {
      from++;
    }
    int last = -1;
    int at = from;
    for (; at < end && entries[at] != ':'; at++) {
      last = entries[at] == '$' ? at : last;
    }
    boolean hashed = from < end && entries[from] == '$' && last > from && at > last + 1;
    return hashed ? new String(entries, from, last + 1 - from, StandardCharsets.US_ASCII) : "";
  }

  static boolean usable(String hash) {
    if (hash.length() < SHORTEST_HASH) {
      return false;
    }
    for (int i = 0; i < hash.length(); i++) {
      char c = hash.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '!' || c == '*' || c == ':' || c == ';' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean computes(String setting, SecretBytes password) throws IOException {
    byte[] phrase = password.expose();
    if (phrase.length > MAX_PASSWORD) {
      return false;
    }
    for (byte b : phrase) {
      if (b == 0) {
        return false;
      }
    }
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment secret = frame.allocate(phrase.length + 1L);
      MemorySegment data = frame.allocate(CRYPT_DATA_SIZE);
      try {
        MemorySegment.copy(phrase, 0, secret, ValueLayout.JAVA_BYTE, 0, phrase.length);
        long settingAddress = frame.string(setting).address();
        long result = frame.call(Libc.CRYPT_R, secret.address(), settingAddress, data.address());
        String computed = NativeFrame.stringAt(result);
        // "*0" and "*1" are crypt's way to say that it failed; they must never be equal to a hash.
        return computed != null
            && !computed.startsWith("*")
            && MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.UTF_8),
                setting.getBytes(StandardCharsets.UTF_8));
      } finally {
        secret.fill((byte) 0);
        data.fill((byte) 0);
      }
    }
  }

  @Override
  public String toString() {
    return "Shadow[***]";
  }
}
