package dev.aikagi.transport;

import dev.aikagi.Bytes;
import dev.aikagi.DisconnectException;
import dev.aikagi.MalformedException;
import dev.aikagi.kex.Negotiation;
import dev.aikagi.kex.Role;
import dev.aikagi.key.SignatureAlgorithm;
import dev.aikagi.message.ExtInfo;
import dev.aikagi.message.KexInit;
import dev.aikagi.message.UserauthSuccess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8308: what is announced, and where EXT_INFO may come. Anywhere else it would be a message
 * that an attacker can slip in (CVE-2023-46445). Owned by the reader, except {@link #peer}.
 */
final class Extensions {
  static final String SERVER_SIG_ALGS = "server-sig-algs";
  static final String HOSTBOUND = "publickey-hostbound@openssh.com";
  static final String PING = "ping@openssh.com";

  /** RFC 9987: agents are forwarded by its names too. OpenSSH's since 10.1. */
  static final String AGENT_FORWARD = "agent-forward";

  /** A client that says so takes EXT_INFO at any time during user authentication. */
  static final String IN_AUTH = "ext-info-in-auth@openssh.com";

  /** During authentication: the one for the user, and the one before success. */
  private static final int MAX_IN_AUTH = 2;

  private final Role role;
  private final TransportOptions options;
  private boolean peerUnderstands;
  private boolean inAuthAnnounced;
  private int inAuth;
  private boolean successMustFollow;
  private volatile Map<String, Bytes> peer = Map.of();

  Extensions(Role role, TransportOptions options) {
    this.role = role;
    this.options = options;
  }

  /** What the peer announced so far. */
  Map<String, Bytes> peer() {
    return peer;
  }

  /** The peer's first KEXINIT. */
  void peerProposed(KexInit init) {
    peerUnderstands = Negotiation.understandsExtInfo(role.other(), init);
  }

  /** What is sent right after our first NEWKEYS; null where the peer does not know it. */
  @Nullable ExtInfo announcement() {
    if (!peerUnderstands) {
      return null;
    }
    Map<String, Bytes> own = new LinkedHashMap<>();
    if (role == Role.SERVER) {
      own.put(SERVER_SIG_ALGS, names(options.serverSigAlgs()));
      own.put(HOSTBOUND, Bytes.utf8("0"));
      own.put(PING, Bytes.utf8("0"));
      own.put(AGENT_FORWARD, Bytes.utf8("0"));
    } else {
      own.put(IN_AUTH, Bytes.utf8("0"));
      inAuthAnnounced = true;
    }
    return new ExtInfo(own);
  }

  /** A server's later word about the algorithms for this user, if the client takes it. */
  @Nullable ExtInfo announcementInAuth(List<SignatureAlgorithm> algorithms) {
    return peer.containsKey(IN_AUTH)
        ? new ExtInfo(Map.of(SERVER_SIG_ALGS, names(algorithms)))
        : null;
  }

  private static Bytes names(List<SignatureAlgorithm> algorithms) {
    List<String> names = new ArrayList<>();
    for (SignatureAlgorithm a : algorithms) {
      names.add(a.wireName());
    }
    return Bytes.utf8(String.join(",", names));
  }

  /**
   * @param firstUnderKeys whether it is the first packet after the peer's first NEWKEYS
   */
  ExtInfo receive(Phase phase, boolean firstUnderKeys, Payload p)
      throws DisconnectException, MalformedException {
    if (phase == Phase.AUTH) {
      inAuth++;
      successMustFollow = !inAuthAnnounced;
      if (inAuth > MAX_IN_AUTH) {
        throw Rekey.protocolError("too many EXT_INFO messages");
      }
    } else if (!firstUnderKeys) {
      throw Rekey.protocolError("EXT_INFO at a position where it must not come");
    }
    ExtInfo message = ExtInfo.read(p.reader());
    Map<String, Bytes> merged = new LinkedHashMap<>(peer);
    merged.putAll(message.extensions());
    peer = Collections.unmodifiableMap(merged);
    return message;
  }

  /** A message that goes up: after an EXT_INFO of RFC 8308 section 2.4 only success may. */
  void checkDelivered(int number) throws DisconnectException {
    if (successMustFollow && number != UserauthSuccess.NUMBER) {
      throw Rekey.protocolError("EXT_INFO during authentication without success after it");
    }
    successMustFollow = false;
  }
}
