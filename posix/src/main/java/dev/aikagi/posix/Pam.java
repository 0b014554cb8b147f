package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A PAM transaction. One thread at a time, and a platform thread: modules wait, for seconds after a
 * wrong password, and keep what they learn about their caller per thread.
 */
@SuppressWarnings("restricted")
public final class Pam implements AutoCloseable {
  private static final int PAM_TTY = 3;
  private static final int PAM_RHOST = 4;
  private static final int PAM_RUSER = 8;
  private static final int ESTABLISH_CRED = 2;
  private static final int DELETE_CRED = 4;
  private static final int REINITIALIZE_CRED = 8;
  private static final int CHANGE_EXPIRED_AUTHTOK = 0x20;
  private static final int DISALLOW_NULL_AUTHTOK = 1;

  private final Arena arena = Arena.ofShared();
  private final long handle;
  private int last;
  private boolean sessionOpen;
  private boolean credentialsSet;
  private boolean closed;

  private Pam(String service, String user, PamConversation conversation) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      MemorySegment conv = arena.allocate(16, 8);
      conv.set(ValueLayout.JAVA_LONG, 0, upcall(conversation, arena).address());
      MemorySegment out = frame.allocate(8);
      int code =
          frame.callInt(
              Libc.PAM_START,
              frame.string(service).address(),
              frame.string(user).address(),
              conv.address(),
              out.address());
      if (code != 0) {
        arena.close();
        throw new IOException("PAM does not start for service " + service + ": error " + code);
      }
      handle = out.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  /** Whether this system has PAM's library. */
  public static boolean available() {
    return NativeLibrary.PAM.present();
  }

  /**
   * Begins a transaction.
   *
   * @param service the name of the file in /etc/pam.d, such as "sshd"
   * @throws UnsupportedOperationException when this system has no PAM
   */
  public static Pam start(String service, String user, PamConversation conversation)
      throws IOException {
    return new Pam(service, user, conversation);
  }

  /** The peer's host name or address. */
  public void remoteHost(String host) throws IOException {
    item(PAM_RHOST, host);
  }

  /** The terminal's name; "ssh" where there is none (yet). */
  public void terminal(String name) throws IOException {
    item(PAM_TTY, name);
  }

  /** The user at the peer, for host-based authentication. */
  public void remoteUser(String name) throws IOException {
    item(PAM_RUSER, name);
  }

  private void item(int item, String value) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      PamResult result =
          result(frame.callInt(Libc.PAM_SET_ITEM, handle, item, frame.string(value).address()));
      if (result != PamResult.SUCCESS) {
        throw new IOException("pam_set_item: " + lastText());
      }
    }
  }

  /**
   * Asks for the password, or what else the configuration wants.
   *
   * @param emptyAllowed whether an account with an empty password passes
   */
  public PamResult authenticate(boolean emptyAllowed) {
    return call(Libc.PAM_AUTHENTICATE, emptyAllowed ? 0 : DISALLOW_NULL_AUTHTOK);
  }

  /** Whether the account may be used now; {@link PamResult#NEW_AUTHTOK_REQD}: after a change. */
  public PamResult checkAccount() {
    return call(Libc.PAM_ACCT_MGMT, 0);
  }

  /** Asks for a new password in the place of one that has expired. */
  public PamResult changeExpiredPassword() {
    return call(Libc.PAM_CHAUTHTOK, CHANGE_EXPIRED_AUTHTOK);
  }

  /** The user's credentials, such as tickets. */
  public PamResult establishCredentials() {
    PamResult result = call(Libc.PAM_SETCRED, ESTABLISH_CRED);
    credentialsSet |= result == PamResult.SUCCESS;
    return result;
  }

  /** The credentials once more, after the user's groups are known. */
  public PamResult reinitializeCredentials() {
    return call(Libc.PAM_SETCRED, REINITIALIZE_CRED);
  }

  /**
   * Opens the session; {@link #close} closes it, also where only some modules could open it.
   *
   * <p>Only for a process of which no other thread has, or takes, other credentials: modules change
   * the credentials of all threads through the C library, which aborts when that does not succeed
   * on each of them.
   */
  public PamResult openSession() {
    sessionOpen = true;
    return call(Libc.PAM_OPEN_SESSION, 0);
  }

  /** The variables "NAME=value" that the modules want in the session's environment. */
  public List<String> environment() {
    List<String> out = new ArrayList<>();
    try (NativeFrame frame = new NativeFrame()) {
      long list = frame.call(Libc.PAM_GETENVLIST, handle);
      if (list == 0) {
        return out;
      }
      MemorySegment entries = MemorySegment.ofAddress(list).reinterpret(Long.MAX_VALUE);
      for (int i = 0; ; i++) {
        long entry = entries.getAtIndex(ValueLayout.JAVA_LONG, i);
        if (entry == 0) {
          break;
        }
        out.add(Objects.requireNonNullElse(NativeFrame.stringAt(entry), ""));
        frame.call(Libc.FREE, entry);
      }
      frame.call(Libc.FREE, list);
    }
    return out;
  }

  /** Offers the modules a variable, "NAME=value". */
  public void offerVariable(String variable) {
    try (NativeFrame frame = new NativeFrame()) {
      frame.callInt(Libc.PAM_PUTENV, handle, frame.string(variable).address());
    }
  }

  /** The system's text for the last result. */
  public String lastText() {
    try (NativeFrame frame = new NativeFrame()) {
      long text = frame.call(Libc.PAM_STRERROR, handle, last);
      return Objects.requireNonNullElse(NativeFrame.stringAt(text), "error " + last);
    }
  }

  /** Closes the session, drops the credentials and ends the transaction. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (sessionOpen) {
      call(Libc.PAM_CLOSE_SESSION, 0);
    }
    if (credentialsSet) {
      call(Libc.PAM_SETCRED, DELETE_CRED);
    }
    call(Libc.PAM_END, last);
    arena.close();
  }

  private PamResult call(Libc function, int flags) {
    try (NativeFrame frame = new NativeFrame()) {
      return result(frame.callInt(function, handle, flags));
    }
  }

  private PamResult result(int code) {
    last = code;
    return PamResult.of(code);
  }

  private static MemorySegment upcall(PamConversation conversation, Arena arena)
      throws IOException {
    try {
      MethodType type =
          MethodType.methodType(int.class, int.class, long.class, long.class, long.class);
      return NativeFrame.LINKER.upcallStub(
          MethodHandles.lookup()
              .findVirtual(PamQuestions.class, "ask", type)
              .bindTo(new PamQuestions(conversation)),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          arena);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }
}
