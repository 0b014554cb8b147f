package dev.aikagi.config;

import static dev.aikagi.config.ServerKeywords.ACCEPT_ENV;
import static dev.aikagi.config.ServerKeywords.ADDRESS_FAMILY;
import static dev.aikagi.config.ServerKeywords.ALLOW_AGENT_FORWARDING;
import static dev.aikagi.config.ServerKeywords.ALLOW_GROUPS;
import static dev.aikagi.config.ServerKeywords.ALLOW_STREAM_LOCAL_FORWARDING;
import static dev.aikagi.config.ServerKeywords.ALLOW_TCP_FORWARDING;
import static dev.aikagi.config.ServerKeywords.ALLOW_USERS;
import static dev.aikagi.config.ServerKeywords.AUTHENTICATION_METHODS;
import static dev.aikagi.config.ServerKeywords.AUTHORIZED_KEYS_COMMAND;
import static dev.aikagi.config.ServerKeywords.AUTHORIZED_KEYS_COMMAND_USER;
import static dev.aikagi.config.ServerKeywords.AUTHORIZED_KEYS_FILE;
import static dev.aikagi.config.ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND;
import static dev.aikagi.config.ServerKeywords.AUTHORIZED_PRINCIPALS_COMMAND_USER;
import static dev.aikagi.config.ServerKeywords.AUTHORIZED_PRINCIPALS_FILE;
import static dev.aikagi.config.ServerKeywords.BANNER;
import static dev.aikagi.config.ServerKeywords.CA_SIGNATURE_ALGORITHMS;
import static dev.aikagi.config.ServerKeywords.CHANNEL_TIMEOUT;
import static dev.aikagi.config.ServerKeywords.CHROOT_DIRECTORY;
import static dev.aikagi.config.ServerKeywords.CIPHERS;
import static dev.aikagi.config.ServerKeywords.CLIENT_ALIVE_COUNT_MAX;
import static dev.aikagi.config.ServerKeywords.CLIENT_ALIVE_INTERVAL;
import static dev.aikagi.config.ServerKeywords.COMPRESSION;
import static dev.aikagi.config.ServerKeywords.DENY_GROUPS;
import static dev.aikagi.config.ServerKeywords.DENY_USERS;
import static dev.aikagi.config.ServerKeywords.DISABLE_FORWARDING;
import static dev.aikagi.config.ServerKeywords.EXPOSE_AUTH_INFO;
import static dev.aikagi.config.ServerKeywords.FINGERPRINT_HASH;
import static dev.aikagi.config.ServerKeywords.FORCE_COMMAND;
import static dev.aikagi.config.ServerKeywords.GATEWAY_PORTS;
import static dev.aikagi.config.ServerKeywords.GSSAPI_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.GSSAPI_CLEANUP_CREDENTIALS;
import static dev.aikagi.config.ServerKeywords.GSSAPI_DELEGATE_CREDENTIALS;
import static dev.aikagi.config.ServerKeywords.GSSAPI_STRICT_ACCEPTOR_CHECK;
import static dev.aikagi.config.ServerKeywords.HOSTBASED_ACCEPTED_ALGORITHMS;
import static dev.aikagi.config.ServerKeywords.HOSTBASED_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.HOSTBASED_USES_NAME_FROM_PACKET_ONLY;
import static dev.aikagi.config.ServerKeywords.HOST_CERTIFICATE;
import static dev.aikagi.config.ServerKeywords.HOST_KEY;
import static dev.aikagi.config.ServerKeywords.HOST_KEY_AGENT;
import static dev.aikagi.config.ServerKeywords.HOST_KEY_ALGORITHMS;
import static dev.aikagi.config.ServerKeywords.IGNORE_RHOSTS;
import static dev.aikagi.config.ServerKeywords.IGNORE_USER_KNOWN_HOSTS;
import static dev.aikagi.config.ServerKeywords.IPQOS;
import static dev.aikagi.config.ServerKeywords.KBD_INTERACTIVE_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.KEX_ALGORITHMS;
import static dev.aikagi.config.ServerKeywords.LOGIN_GRACE_TIME;
import static dev.aikagi.config.ServerKeywords.LOG_LEVEL;
import static dev.aikagi.config.ServerKeywords.LOG_VERBOSE;
import static dev.aikagi.config.ServerKeywords.MACS;
import static dev.aikagi.config.ServerKeywords.MAX_AUTH_TRIES;
import static dev.aikagi.config.ServerKeywords.MAX_SESSIONS;
import static dev.aikagi.config.ServerKeywords.MAX_STARTUPS;
import static dev.aikagi.config.ServerKeywords.MODULI_FILE;
import static dev.aikagi.config.ServerKeywords.PAM_SERVICE_NAME;
import static dev.aikagi.config.ServerKeywords.PASSWORD_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.PERMIT_EMPTY_PASSWORDS;
import static dev.aikagi.config.ServerKeywords.PERMIT_LISTEN;
import static dev.aikagi.config.ServerKeywords.PERMIT_OPEN;
import static dev.aikagi.config.ServerKeywords.PERMIT_ROOT_LOGIN;
import static dev.aikagi.config.ServerKeywords.PERMIT_TTY;
import static dev.aikagi.config.ServerKeywords.PERMIT_TUNNEL;
import static dev.aikagi.config.ServerKeywords.PERMIT_USER_ENVIRONMENT;
import static dev.aikagi.config.ServerKeywords.PERMIT_USER_RC;
import static dev.aikagi.config.ServerKeywords.PER_SOURCE_MAX_STARTUPS;
import static dev.aikagi.config.ServerKeywords.PER_SOURCE_NET_BLOCK_SIZE;
import static dev.aikagi.config.ServerKeywords.PER_SOURCE_PENALTIES;
import static dev.aikagi.config.ServerKeywords.PER_SOURCE_PENALTY_EXEMPT_LIST;
import static dev.aikagi.config.ServerKeywords.PID_FILE;
import static dev.aikagi.config.ServerKeywords.PORT;
import static dev.aikagi.config.ServerKeywords.PRINT_LAST_LOG;
import static dev.aikagi.config.ServerKeywords.PRINT_MOTD;
import static dev.aikagi.config.ServerKeywords.PUBKEY_ACCEPTED_ALGORITHMS;
import static dev.aikagi.config.ServerKeywords.PUBKEY_AUTHENTICATION;
import static dev.aikagi.config.ServerKeywords.PUBKEY_AUTH_OPTIONS;
import static dev.aikagi.config.ServerKeywords.REFUSE_CONNECTION;
import static dev.aikagi.config.ServerKeywords.REKEY_LIMIT;
import static dev.aikagi.config.ServerKeywords.REQUIRED_RSA_SIZE;
import static dev.aikagi.config.ServerKeywords.REVOKED_KEYS;
import static dev.aikagi.config.ServerKeywords.SECURITY_KEY_PROVIDER;
import static dev.aikagi.config.ServerKeywords.SET_ENV;
import static dev.aikagi.config.ServerKeywords.SSHD_AUTH_PATH;
import static dev.aikagi.config.ServerKeywords.SSHD_SESSION_PATH;
import static dev.aikagi.config.ServerKeywords.STREAM_LOCAL_BIND_MASK;
import static dev.aikagi.config.ServerKeywords.STREAM_LOCAL_BIND_UNLINK;
import static dev.aikagi.config.ServerKeywords.STRICT_MODES;
import static dev.aikagi.config.ServerKeywords.SUBSYSTEM;
import static dev.aikagi.config.ServerKeywords.SYSLOG_FACILITY;
import static dev.aikagi.config.ServerKeywords.TCP_KEEP_ALIVE;
import static dev.aikagi.config.ServerKeywords.TRUSTED_USER_CA_KEYS;
import static dev.aikagi.config.ServerKeywords.UNUSED_CONNECTION_TIMEOUT;
import static dev.aikagi.config.ServerKeywords.USE_DNS;
import static dev.aikagi.config.ServerKeywords.USE_PAM;
import static dev.aikagi.config.ServerKeywords.VERSION_ADDENDUM;
import static dev.aikagi.config.ServerKeywords.X11_DISPLAY_OFFSET;
import static dev.aikagi.config.ServerKeywords.X11_FORWARDING;
import static dev.aikagi.config.ServerKeywords.X11_USE_LOCALHOST;
import static dev.aikagi.config.ServerKeywords.XAUTH_LOCATION;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints a server's configuration as {@code sshd -T} does, in its order. */
final class ServerDump {
  private static final List<Keyword<?>> NUMBERS_AND_FLAGS =
      List.of(
          USE_PAM,
          PAM_SERVICE_NAME,
          LOGIN_GRACE_TIME,
          X11_DISPLAY_OFFSET,
          MAX_AUTH_TRIES,
          MAX_SESSIONS,
          CLIENT_ALIVE_INTERVAL,
          CLIENT_ALIVE_COUNT_MAX,
          REQUIRED_RSA_SIZE,
          STREAM_LOCAL_BIND_MASK,
          UNUSED_CONNECTION_TIMEOUT,
          PERMIT_ROOT_LOGIN,
          IGNORE_RHOSTS,
          IGNORE_USER_KNOWN_HOSTS,
          HOSTBASED_AUTHENTICATION,
          HOSTBASED_USES_NAME_FROM_PACKET_ONLY,
          PUBKEY_AUTHENTICATION,
          GSSAPI_AUTHENTICATION,
          GSSAPI_CLEANUP_CREDENTIALS,
          GSSAPI_DELEGATE_CREDENTIALS,
          GSSAPI_STRICT_ACCEPTOR_CHECK,
          PASSWORD_AUTHENTICATION,
          KBD_INTERACTIVE_AUTHENTICATION,
          PRINT_MOTD,
          PRINT_LAST_LOG,
          X11_FORWARDING,
          X11_USE_LOCALHOST,
          PERMIT_TTY,
          PERMIT_USER_RC,
          STRICT_MODES,
          TCP_KEEP_ALIVE,
          PERMIT_EMPTY_PASSWORDS,
          COMPRESSION,
          GATEWAY_PORTS,
          USE_DNS,
          ALLOW_TCP_FORWARDING,
          ALLOW_AGENT_FORWARDING,
          DISABLE_FORWARDING,
          ALLOW_STREAM_LOCAL_FORWARDING,
          STREAM_LOCAL_BIND_UNLINK,
          FINGERPRINT_HASH,
          EXPOSE_AUTH_INFO,
          REFUSE_CONNECTION);

  private static final List<Keyword<?>> TEXTS =
      List.of(
          PID_FILE,
          MODULI_FILE,
          XAUTH_LOCATION,
          CIPHERS,
          MACS,
          BANNER,
          FORCE_COMMAND,
          CHROOT_DIRECTORY,
          TRUSTED_USER_CA_KEYS,
          SECURITY_KEY_PROVIDER,
          AUTHORIZED_PRINCIPALS_FILE,
          VERSION_ADDENDUM,
          AUTHORIZED_KEYS_COMMAND,
          AUTHORIZED_KEYS_COMMAND_USER,
          AUTHORIZED_PRINCIPALS_COMMAND,
          AUTHORIZED_PRINCIPALS_COMMAND_USER,
          HOST_KEY_AGENT,
          KEX_ALGORITHMS,
          CA_SIGNATURE_ALGORITHMS,
          HOSTBASED_ACCEPTED_ALGORITHMS,
          HOST_KEY_ALGORITHMS,
          PUBKEY_ACCEPTED_ALGORITHMS,
          SSHD_SESSION_PATH,
          SSHD_AUTH_PATH,
          PER_SOURCE_PENALTY_EXEMPT_LIST,
          LOG_LEVEL,
          SYSLOG_FACILITY);

  private static final List<Keyword<?>> LISTS_AND_OTHERS =
      List.of(
          AUTHORIZED_KEYS_FILE,
          REVOKED_KEYS,
          HOST_KEY,
          HOST_CERTIFICATE,
          ALLOW_USERS,
          DENY_USERS,
          ALLOW_GROUPS,
          DENY_GROUPS,
          ACCEPT_ENV,
          SET_ENV,
          AUTHENTICATION_METHODS,
          LOG_VERBOSE,
          CHANNEL_TIMEOUT,
          SUBSYSTEM,
          MAX_STARTUPS,
          PER_SOURCE_MAX_STARTUPS,
          PER_SOURCE_NET_BLOCK_SIZE,
          PERMIT_TUNNEL,
          IPQOS,
          REKEY_LIMIT,
          PERMIT_OPEN,
          PERMIT_LISTEN,
          PERMIT_USER_ENVIRONMENT,
          PUBKEY_AUTH_OPTIONS,
          PER_SOURCE_PENALTIES);

  private ServerDump() {}

  static List<String> lines(ServerConfig config, Values values) {
    List<String> out = new ArrayList<>();
    values.dump(PORT, out);
    values.dump(ADDRESS_FAMILY, out);
    for (ListenAddress address : config.listenAddresses()) {
      listen(address, config.value(ADDRESS_FAMILY), out);
    }
    add(NUMBERS_AND_FLAGS, config, values, out);
    add(TEXTS, config, values, out);
    add(LISTS_AND_OTHERS, config, values, out);
    return out;
  }

  private static void add(
      List<Keyword<?>> keywords, ServerConfig config, Values values, List<String> out) {
    for (Keyword<?> keyword : keywords) {
      if (keyword.type() instanceof AlgorithmList list) {
        List<String> names = config.algorithms(list, String.valueOf(values.value(keyword)));
        out.add(keyword.lowerName() + " " + String.join(",", names));
      } else if (values.value(keyword) instanceof Optional<?> text && text.isEmpty()) {
        out.add(keyword.lowerName() + " none");
      } else {
        values.dump(keyword, out);
      }
    }
  }

  /** A line for each address of the name, IPv6 before IPv4 for "every address". */
  private static void listen(ListenAddress address, String family, List<String> out) {
    if (address.host().isEmpty()) {
      if (!family.equals("inet")) {
        out.add("listenaddress [::]:" + address.port());
      }
      if (!family.equals("inet6")) {
        out.add("listenaddress 0.0.0.0:" + address.port());
      }
      return;
    }
    try {
      for (InetAddress resolved : InetAddress.getAllByName(address.host().get())) {
        boolean four = resolved instanceof Inet4Address;
        if (family.equals("any") || family.equals(four ? "inet" : "inet6")) {
          out.add(
              "listenaddress "
                  + (four ? resolved.getHostAddress() : "[" + compressed(resolved) + "]")
                  + ":"
                  + address.port());
        }
      }
    } catch (UnknownHostException e) {
      out.add("listenaddress " + address.host().get() + ":" + address.port());
    }
  }

  /** An IPv6 address with its longest run of zeros left out (RFC 5952). */
  static String compressed(InetAddress address) {
    byte[] b = address.getAddress();
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (b[2 * i] & 0xff) << 8 | (b[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        out.append("::");
        i += length - 1;
      } else {
        out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":");
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }
}
