package dev.aikagi.posix;

import dev.aikagi.posix.SecurityKeyException.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The functions of libfido2 in use. */
enum Fido {
  ASSERT_ALLOW_CRED,
  ASSERT_COUNT,
  ASSERT_FLAGS,
  ASSERT_FREE,
  ASSERT_NEW,
  ASSERT_SET_CLIENTDATA,
  ASSERT_SET_RP,
  ASSERT_SET_UP,
  ASSERT_SET_UV,
  ASSERT_SIGCOUNT,
  ASSERT_SIG_LEN,
  ASSERT_SIG_PTR,
  ASSERT_USER_ID_LEN,
  ASSERT_USER_ID_PTR,
  CBOR_INFO_FREE,
  CBOR_INFO_NEW,
  CBOR_INFO_OPTIONS_LEN,
  CBOR_INFO_OPTIONS_NAME_PTR,
  CBOR_INFO_OPTIONS_VALUE_PTR,
  CREDMAN_GET_DEV_RK,
  CREDMAN_GET_DEV_RP,
  CREDMAN_GET_DEV_METADATA,
  CREDMAN_METADATA_FREE,
  CREDMAN_METADATA_NEW,
  CREDMAN_RK,
  CREDMAN_RK_COUNT,
  CREDMAN_RK_FREE,
  CREDMAN_RK_NEW,
  CREDMAN_RP_COUNT,
  CREDMAN_RP_FREE,
  CREDMAN_RP_ID,
  CREDMAN_RP_NEW,
  CRED_AUTHDATA_LEN,
  CRED_AUTHDATA_PTR,
  CRED_FREE,
  CRED_ID_LEN,
  CRED_ID_PTR,
  CRED_NEW,
  CRED_PROT,
  CRED_PUBKEY_LEN,
  CRED_PUBKEY_PTR,
  CRED_SET_CLIENTDATA,
  CRED_SET_PROT,
  CRED_SET_RK,
  CRED_SET_RP,
  CRED_SET_TYPE,
  CRED_SET_USER,
  CRED_SIG_LEN,
  CRED_SIG_PTR,
  CRED_TYPE,
  CRED_USER_ID_LEN,
  CRED_USER_ID_PTR,
  CRED_VERIFY,
  CRED_VERIFY_SELF,
  CRED_X5C_LEN,
  CRED_X5C_PTR,
  DEV_CANCEL,
  DEV_CLOSE,
  DEV_FREE,
  DEV_GET_ASSERT,
  DEV_GET_CBOR_INFO,
  DEV_GET_TOUCH_BEGIN,
  DEV_GET_TOUCH_STATUS,
  DEV_INFO_FREE,
  DEV_INFO_MANIFEST,
  DEV_INFO_NEW,
  DEV_INFO_PATH,
  DEV_INFO_PTR,
  DEV_IS_FIDO2,
  DEV_MAKE_CRED,
  DEV_NEW,
  DEV_OPEN,
  DEV_SET_TIMEOUT,
  DEV_SUPPORTS_CRED_PROT,
  INIT,
  STRERR;

  private static final String REMEDY =
      ", or name another library with SecurityKeyProvider, ssh-keygen -w or SSH_SK_PROVIDER";

  private static volatile Map<Fido, MemorySegment> addresses = Map.of();

  private String symbol() {
    return "fido_" + name().toLowerCase(Locale.ROOT);
  }

  /** Where it is, once the library is loaded. */
  MemorySegment address() {
    return Objects.requireNonNull(addresses.get(this));
  }

  /**
   * Loads the library and finds all functions, so that none is missing in the midst of a key.
   *
   * @throws SecurityKeyException where this system has no such library, or an older one
   */
  static void load(NativeLibrary library) throws SecurityKeyException {
    SymbolLookup lookup;
    try {
      lookup = library.lookup();
    } catch (UnsupportedOperationException e) {
      throw new SecurityKeyException(Kind.NOT_A_PROVIDER, missing(String.valueOf(e.getMessage())));
    }
    Map<Fido, MemorySegment> found = new EnumMap<>(Fido.class);
    for (Fido function : values()) {
      MemorySegment address =
          lookup
              .find(function.symbol())
              .orElseThrow(
                  () -> new SecurityKeyException(Kind.NOT_A_PROVIDER, old(function.symbol())));
      found.put(function, address);
    }
    addresses = found;
  }

  private static String missing(String fault) {
    return "authenticators are reached through libfido2, and "
        + fault
        + ": install the package libfido2-1 (Debian, Ubuntu) or libfido2 (Fedora, Arch, Alpine)"
        + REMEDY;
  }

  private static String old(String symbol) {
    return "the libfido2 of this system is older than 1.9, it has no function "
        + symbol
        + ": bring it up to date"
        + REMEDY;
  }
}
