package dev.aikagi.posix;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays an authenticator: the commands of CTAP 2.0 §5 and CTAP 2.1 §6.8 in memory. */
final class VirtualAuthenticator {
  /** What the person in front of it does. */
  enum Person {
    TOUCHES,
    WAITS
  }

  /** What it does instead of its work. */
  enum Fault {
    NONE,
    SILENT,
    GARBAGE,
    TOO_LONG,
    FALSE_SIGNATURE,
    SHORT_SIGNATURE,
    SHORT_KEY
  }

  Person person = Person.TOUCHES;
  Fault fault = Fault.NONE;
  boolean knowsFingers;
  boolean protects = true;
  boolean knowsEd25519 = true;
  boolean attests;
  boolean manages = true;

  /** As CTAP 2.1 has it, which libfido2 1.12 has not. */
  boolean managesLater;

  @Nullable VirtualPin pin;
  final List<VirtualKey> keys = new ArrayList<>();

  /** How often somebody touched it, and how often what waited for that was given up. */
  int touches;

  int cancelled;
  private final VirtualPin unset = new VirtualPin("");
  private final KeyPair maker;
  private int counter = 6;
  private List<byte[]> more = new ArrayList<>();

  VirtualAuthenticator() throws GeneralSecurityException {
    maker = VirtualKey.pair(FidoCredential.ES256);
  }

  VirtualAuthenticator withPin(String text) throws GeneralSecurityException {
    pin = new VirtualPin(text);
    return this;
  }

  int attempts() {
    return pin == null ? 0 : pin.attempts;
  }

  static byte[] error(int code) {
    return new byte[] {(byte) code};
  }

  static byte[] ok(Map<?, ?> answer) {
    byte[] encoded = Cbor.encode(answer);
    byte[] out = new byte[encoded.length + 1];
    System.arraycopy(encoded, 0, out, 1, encoded.length);
    return out;
  }

  /** Whether the answer waits for a touch; the others come at once. */
  boolean waits(byte[] command) {
    boolean asks =
        switch (command[0]) {
          case 1 -> true;
          case 2 -> !Boolean.FALSE.equals(option(request(command), 5, "up"));
          default -> false;
        };
    return asks && person == Person.WAITS;
  }

  byte[] answer(byte[] command) throws GeneralSecurityException {
    Map<?, ?> request = request(command);
    return switch (command[0]) {
      case 1 -> make(request);
      case 2 -> sign(request);
      case 4 -> about();
      case 6 -> (pin == null ? unset : pin).answer(request);
      case 8 -> more.isEmpty() ? error(0x30) : more.removeFirst();
      case 0x41 -> manages ? manage(request) : error(FidoFault.INVALID_COMMAND);
      default -> error(FidoFault.INVALID_COMMAND);
    };
  }

  private static Map<?, ?> request(byte[] command) {
    return Cbor.map(Arrays.copyOfRange(command, 1, command.length));
  }

  private static @Nullable Object option(Map<?, ?> request, long field, String name) {
    return request.get(field) instanceof Map<?, ?> options ? options.get(name) : null;
  }

  private byte[] about() {
    Map<String, Object> options = new HashMap<>(Map.of("rk", true, "up", true, "plat", false));
    options.put("clientPin", pin != null);
    if (manages) {
      options.put("credentialMgmtPreview", true);
    }
    if (managesLater) {
      options.put("credMgmt", true);
    }
    if (knowsFingers) {
      options.put("uv", true);
    }
    Map<Object, Object> about = new HashMap<>();
    about.put(1, List.of("FIDO_2_0"));
    if (protects) {
      about.put(2, List.of("credProtect"));
    }
    about.put(3, new byte[16]);
    about.put(4, options);
    about.put(5, 1200);
    about.put(6, List.of(1));
    return ok(about);
  }

  /** Whether somebody is known, or null for a PIN that is wrong. */
  private @Nullable Boolean verified(Map<?, ?> request, long options, long proof)
      throws GeneralSecurityException {
    if (request.get(proof) instanceof byte[] given) {
      byte[] data = Cbor.field(request, options == 7 ? 1L : 2L, byte[].class);
      boolean proves = pin != null && pin.proves(given, data);
      return proves ? true : null;
    }
    return knowsFingers && Boolean.TRUE.equals(option(request, options, "uv"));
  }

  private byte[] make(Map<?, ?> request) throws GeneralSecurityException {
    touches++;
    if (request.get(8L) instanceof byte[] proof && proof.length == 0) {
      return error(pin == null ? FidoFault.PIN_NOT_SET : FidoFault.PIN_INVALID);
    }
    Boolean verified = verified(request, 7, 8);
    if (verified == null) {
      return error(0x33);
    }
    if (pin != null && !verified) {
      return error(FidoFault.PIN_REQUIRED);
    }
    long algorithm = 0;
    for (Object wanted : Cbor.field(request, 4L, List.class)) {
      algorithm = Cbor.field((Map<?, ?>) wanted, "alg", Long.class);
    }
    if (algorithm == FidoCredential.EDDSA && !knowsEd25519) {
      return error(FidoFault.UNSUPPORTED_ALGORITHM);
    }
    Object protection = option(request, 6, "credProtect");
    boolean kept = Boolean.TRUE.equals(option(request, 7, "rk"));
    String application = Cbor.field(Cbor.field(request, 2L, Map.class), "id", String.class);
    byte[] user = Cbor.field(Cbor.field(request, 3L, Map.class), "id", byte[].class);
    VirtualKey key =
        VirtualKey.make(
            algorithm,
            application,
            kept ? user : new byte[0],
            protection == null ? 0 : ((Long) protection).intValue());
    keys.removeIf(
        k -> kept && k.application().equals(application) && Arrays.equals(k.user(), user));
    keys.add(key);
    byte[] data = data(key, 0x41 | (verified ? 4 : 0), true);
    KeyPair signer = attests ? maker : key.pair();
    byte[] signature =
        VirtualKey.sign(
            fault == Fault.FALSE_SIGNATURE ? VirtualKey.pair(algorithm) : signer,
            attests ? FidoCredential.ES256 : algorithm,
            data,
            Cbor.field(request, 1L, byte[].class));
    Map<Object, Object> statement = new HashMap<>();
    statement.put("alg", attests ? FidoCredential.ES256 : algorithm);
    statement.put("sig", signature);
    if (attests) {
      statement.put("x5c", List.of(VirtualKey.certificate(maker)));
    }
    return ok(Map.of(1, "packed", 2, data, 3, statement));
  }

  /** authData, WebAuthn §6.1. */
  private byte[] data(VirtualKey key, int flags, boolean whole) throws GeneralSecurityException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(VirtualPin.sha256(key.application().getBytes(StandardCharsets.UTF_8)));
    boolean says = whole && key.protection() != 0;
    out.write(says ? flags | 0x80 : flags);
    out.writeBytes(ByteBuffer.allocate(4).putInt(++counter).array());
    if (whole) {
      out.writeBytes(new byte[16]);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) key.id().length).array());
      out.writeBytes(key.id());
      out.writeBytes(Cbor.encode(cose(key)));
    }
    if (says) {
      out.writeBytes(Cbor.encode(Map.of("credProtect", key.protection())));
    }
    return out.toByteArray();
  }

  private Map<Object, Object> cose(VirtualKey key) {
    Map<Object, Object> cose = key.cose();
    if (fault == Fault.SHORT_KEY) {
      cose.put(-2L, new byte[7]);
    }
    return cose;
  }

  private byte[] sign(Map<?, ?> request) throws GeneralSecurityException {
    Boolean verified = verified(request, 5, 6);
    if (verified == null) {
      return error(0x33);
    }
    boolean touched = !Boolean.FALSE.equals(option(request, 5, "up"));
    List<VirtualKey> found = new ArrayList<>();
    for (VirtualKey key : keys) {
      boolean named = named(request, key);
      if (key.application().equals(request.get(1L))
          && (named || (request.get(3L) == null && key.user().length > 0))
          && (verified || key.protection() < (named ? 3 : 2))) {
        found.add(key);
      }
    }
    if (found.isEmpty()) {
      return error(FidoFault.NO_CREDENTIALS);
    }
    if (touched) {
      touches++;
    }
    more = new ArrayList<>();
    for (VirtualKey key : found) {
      byte[] data = data(key, (touched ? 1 : 0) | (verified ? 4 : 0), false);
      Map<Object, Object> answer = new HashMap<>();
      answer.put(1, Map.of("id", key.id(), "type", "public-key"));
      answer.put(2, data);
      byte[] signature = key.sign(data, Cbor.field(request, 2L, byte[].class));
      answer.put(3, fault == Fault.SHORT_SIGNATURE ? Arrays.copyOf(signature, 9) : signature);
      if (key.user().length > 0) {
        answer.put(4, Map.of("id", key.user()));
      }
      if (more.isEmpty() && found.size() > 1) {
        answer.put(5, found.size());
      }
      more.add(ok(answer));
    }
    return more.removeFirst();
  }

  private static boolean named(Map<?, ?> request, VirtualKey key) {
    return request.get(3L) instanceof List<?> list
        && list.stream().anyMatch(k -> Arrays.equals((byte[]) ((Map<?, ?>) k).get("id"), key.id()));
  }

  private byte[] manage(Map<?, ?> request) throws GeneralSecurityException {
    int command = Cbor.field(request, 1L, Long.class).intValue();
    if (command == 3 || command == 5) {
      return more.isEmpty() ? error(0x30) : more.removeFirst();
    }
    ByteArrayOutputStream asked = new ByteArrayOutputStream();
    asked.write(command);
    if (request.get(2L) != null) {
      asked.writeBytes(Cbor.encode(request.get(2L)));
    }
    if (pin == null || !pin.proves(Cbor.field(request, 4L, byte[].class), asked.toByteArray())) {
      return error(0x33);
    }
    List<VirtualKey> kept = keys.stream().filter(key -> key.user().length > 0).toList();
    more = new ArrayList<>();
    switch (command) {
      case 1 -> more.add(ok(Map.of(1, kept.size(), 2, 9)));
      case 2 -> applications(kept);
      case 4 ->
          ofApplication(kept, Cbor.field(Cbor.field(request, 2L, Map.class), 1L, byte[].class));
      default -> more.add(error(0x3e));
    }
    return more.isEmpty() ? error(FidoFault.NO_CREDENTIALS) : more.removeFirst();
  }

  private void applications(List<VirtualKey> kept) throws GeneralSecurityException {
    List<String> names = kept.stream().map(VirtualKey::application).distinct().toList();
    for (String name : names) {
      Map<Object, Object> answer = new HashMap<>();
      answer.put(3, Map.of("id", name));
      answer.put(4, VirtualPin.sha256(name.getBytes(StandardCharsets.UTF_8)));
      if (more.isEmpty()) {
        answer.put(5, names.size());
      }
      more.add(ok(answer));
    }
  }

  private void ofApplication(List<VirtualKey> kept, byte[] hash) throws GeneralSecurityException {
    List<VirtualKey> of = new ArrayList<>();
    for (VirtualKey key : kept) {
      byte[] name = key.application().getBytes(StandardCharsets.UTF_8);
      if (Arrays.equals(VirtualPin.sha256(name), hash)) {
        of.add(key);
      }
    }
    for (VirtualKey key : of) {
      Map<Object, Object> answer = new HashMap<>();
      answer.put(6, Map.of("id", key.user(), "name", "openssh", "displayName", "openssh"));
      answer.put(7, Map.of("id", key.id(), "type", "public-key"));
      answer.put(8, cose(key));
      if (more.isEmpty()) {
        answer.put(9, of.size());
      }
      answer.put(10, Math.max(1, key.protection()));
      more.add(ok(answer));
    }
  }
}
