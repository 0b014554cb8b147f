package dev.aikagi.message;

import dev.aikagi.Bytes;
import dev.aikagi.MalformedException;
import dev.aikagi.SecretBytes;
import dev.aikagi.wire.WireReader;
import dev.aikagi.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The method name of an authentication request and the fields that it brings. */
public sealed interface UserauthMethod {
  /** RFC 4252 gives no limit; longer passwords only burn the time of a hash (CVE-2016-6515). */
  int MAX_PASSWORD = 1024;

  String methodName();

  /** Appends what follows the method name. */
  void writeFields(WireWriter w);

  /** RFC 4252 section 5.2. */
  record None() implements UserauthMethod {
    @Override
    public String methodName() {
      return "none";
    }

    @Override
    public void writeFields(WireWriter w) {}
  }

  /** RFC 4252 section 7; without a signature it only asks whether the key would do. */
  record PublicKey(String algorithm, Bytes keyBlob, @Nullable Bytes signature)
      implements UserauthMethod {
    public static final String NAME = "publickey";

    @Override
    public String methodName() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeBoolean(signature != null).writeUtf8(algorithm).writeString(keyBlob);
      if (signature != null) {
        w.writeString(signature);
      }
    }
  }

  /**
   * OpenSSH's publickey-hostbound-v00@openssh.com: the signature also covers the server's host key.
   */
  record PublicKeyHostbound(
      String algorithm, Bytes keyBlob, Bytes serverHostKey, @Nullable Bytes signature)
      implements UserauthMethod {
    public static final String NAME = "publickey-hostbound-v00@openssh.com";

    @Override
    public String methodName() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeBoolean(signature != null).writeUtf8(algorithm).writeString(keyBlob);
      w.writeString(serverHostKey);
      if (signature != null) {
        w.writeString(signature);
      }
    }
  }

  /** RFC 4252 section 8; with a new password it is the answer to a change request. */
  record Password(SecretBytes password, @Nullable SecretBytes newPassword)
      implements UserauthMethod {
    public static final String NAME = "password";

    @Override
    public String methodName() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeBoolean(newPassword != null).writeString(password.expose());
      if (newPassword != null) {
        w.writeString(newPassword.expose());
      }
    }
  }

  /** RFC 4256 section 3.1. */
  record KeyboardInteractive(String languageTag, String submethods) implements UserauthMethod {
    public static final String NAME = "keyboard-interactive";

    @Override
    public String methodName() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(languageTag).writeUtf8(submethods);
    }
  }

  /**
   * RFC 4252 section 9.
   *
   * @param clientHost what the client says its host's name is, with or without a dot at the end
   * @param clientUser who uses it there
   */
  record Hostbased(
      String algorithm, Bytes keyBlob, String clientHost, String clientUser, Bytes signature)
      implements UserauthMethod {
    public static final String NAME = "hostbased";

    @Override
    public String methodName() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUtf8(algorithm).writeString(keyBlob);
      w.writeUtf8(clientHost).writeUtf8(clientUser).writeString(signature);
    }
  }

  /**
   * RFC 4462 section 3.2.
   *
   * @param mechanisms their object identifiers in DER, the best first
   */
  record GssapiWithMic(List<Bytes> mechanisms) implements UserauthMethod {
    public static final String NAME = "gssapi-with-mic";

    /** A client has one or two; the count comes before they do (CVE-2025-58181). */
    public static final int MAX_MECHANISMS = 64;

    public GssapiWithMic {
      mechanisms = List.copyOf(mechanisms);
    }

    @Override
    public String methodName() {
      return NAME;
    }

    @Override
    public void writeFields(WireWriter w) {
      w.writeUint32(mechanisms.size());
      mechanisms.forEach(w::writeString);
    }
  }

  /** A method that is not known here: its fields stay bytes, and the answer is a failure. */
  record Unknown(String methodName, Bytes fields) implements UserauthMethod {
    @Override
    public void writeFields(WireWriter w) {
      w.writeRaw(fields);
    }
  }

  /** Reads the method name and its fields. */
  static UserauthMethod read(WireReader r) throws MalformedException {
    String name = r.readName();
    return switch (name) {
      case "none" -> new None();
      case PublicKey.NAME -> {
        boolean signed = r.readBoolean();
        yield new PublicKey(r.readName(), r.readBytes(), signed ? r.readBytes() : null);
      }
      case PublicKeyHostbound.NAME -> {
        boolean signed = r.readBoolean();
        yield new PublicKeyHostbound(
            r.readName(), r.readBytes(), r.readBytes(), signed ? r.readBytes() : null);
      }
      case Password.NAME -> {
        boolean change = r.readBoolean();
        yield readPasswords(r, change);
      }
      case KeyboardInteractive.NAME -> new KeyboardInteractive(r.readUtf8(), r.readUtf8());
      case Hostbased.NAME ->
          new Hostbased(r.readName(), r.readBytes(), readText(r), readText(r), r.readBytes());
      case GssapiWithMic.NAME -> readMechanisms(r);
      default -> new Unknown(name, r.readRest());
    };
  }

  private static GssapiWithMic readMechanisms(WireReader r) throws MalformedException {
    long count = r.readUint32();
    if (count > GssapiWithMic.MAX_MECHANISMS) {
      throw new MalformedException("gssapi-with-mic with " + count + " mechanisms");
    }
    List<Bytes> mechanisms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mechanisms.add(r.readBytes());
    }
    return new GssapiWithMic(mechanisms);
  }

  private static Password readPasswords(WireReader r, boolean change) throws MalformedException {
    SecretBytes old = readPassword(r);
    if (!change) {
      return new Password(old, null);
    }
    try {
      return new Password(old, readPassword(r));
    } catch (MalformedException e) {
      old.close();
      throw e;
    }
  }

  /** Databases that names are looked for in take C strings: a NUL would cut a name short there. */
  private static String readText(WireReader r) throws MalformedException {
    String text = r.readUtf8();
    if (text.indexOf('\0') >= 0) {
      throw new MalformedException("a NUL in a name");
    }
    return text;
  }

  private static SecretBytes readPassword(WireReader r) throws MalformedException {
    // Not refused here when too long: that is the verifier's answer, and the peer must not tell it
    // from a wrong one.
    return SecretBytes.taking(r.readString());
  }
}
