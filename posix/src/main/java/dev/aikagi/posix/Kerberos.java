package dev.aikagi.posix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the system's Kerberos library decides by krb5.conf and its plugins. */
public final class Kerberos {
  private Kerberos() {}

  /** Whether this system has a GSS-API library with Kerberos, for {@code sun.security.jgss.lib}. */
  public static boolean hasGssApi() {
    return NativeLibrary.GSSAPI.present();
  }

  /** The file name of that library. */
  public static String gssApi() {
    return "libgssapi_krb5.so.2";
  }

  /** Whether this system can be asked who a principal may be. */
  public static boolean available() {
    return NativeLibrary.KRB5.present();
  }

  /**
   * Whether a principal may log in as a user: by his .k5login, else by the rules of auth_to_local.
   * Waits where the home directory lets it wait.
   *
   * @throws IOException where the library cannot be asked
   */
  public static boolean mayBe(String principal, String user) throws IOException {
    try (NativeFrame frame = new NativeFrame()) {
      long context = made(frame, "krb5_init_context", Libc.KRB5_INIT_CONTEXT);
      try {
        MemorySegment out = frame.allocate(8);
        long name = frame.string(principal).address();
        check("krb5_parse_name", frame.callInt(Libc.KRB5_PARSE_NAME, context, name, out.address()));
        long parsed = out.get(ValueLayout.JAVA_LONG, 0);
        try {
          long account = frame.string(user).address();
          return frame.callInt(Libc.KRB5_KUSEROK, context, parsed, account) != 0;
        } finally {
          frame.call(Libc.KRB5_FREE_PRINCIPAL, context, parsed);
        }
      } finally {
        frame.call(Libc.KRB5_FREE_CONTEXT, context);
      }
    }
  }

  private static long made(NativeFrame frame, String what, Libc function) throws IOException {
    MemorySegment out = frame.allocate(8);
    check(what, frame.callInt(function, out.address()));
    return out.get(ValueLayout.JAVA_LONG, 0);
  }

  private static void check(String what, int code) throws IOException {
    if (code != 0) {
      throw new IOException(what + ": error " + code);
    }
  }
}
