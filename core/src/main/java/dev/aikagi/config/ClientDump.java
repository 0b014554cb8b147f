package dev.aikagi.config;

import static dev.aikagi.config.ClientKeywords.ADDRESS_FAMILY;
import static dev.aikagi.config.ClientKeywords.ADD_KEYS_TO_AGENT;
import static dev.aikagi.config.ClientKeywords.BATCH_MODE;
import static dev.aikagi.config.ClientKeywords.BIND_ADDRESS;
import static dev.aikagi.config.ClientKeywords.BIND_INTERFACE;
import static dev.aikagi.config.ClientKeywords.CANONICALIZE_FALLBACK_LOCAL;
import static dev.aikagi.config.ClientKeywords.CANONICALIZE_HOSTNAME;
import static dev.aikagi.config.ClientKeywords.CANONICALIZE_MAX_DOTS;
import static dev.aikagi.config.ClientKeywords.CANONICALIZE_PERMITTED_CNAMES;
import static dev.aikagi.config.ClientKeywords.CANONICAL_DOMAINS;
import static dev.aikagi.config.ClientKeywords.CA_SIGNATURE_ALGORITHMS;
import static dev.aikagi.config.ClientKeywords.CERTIFICATE_FILE;
import static dev.aikagi.config.ClientKeywords.CHANNEL_TIMEOUT;
import static dev.aikagi.config.ClientKeywords.CHECK_HOST_IP;
import static dev.aikagi.config.ClientKeywords.CIPHERS;
import static dev.aikagi.config.ClientKeywords.CLEAR_ALL_FORWARDINGS;
import static dev.aikagi.config.ClientKeywords.COMPRESSION;
import static dev.aikagi.config.ClientKeywords.CONNECTION_ATTEMPTS;
import static dev.aikagi.config.ClientKeywords.CONNECT_TIMEOUT;
import static dev.aikagi.config.ClientKeywords.CONTROL_MASTER;
import static dev.aikagi.config.ClientKeywords.CONTROL_PATH;
import static dev.aikagi.config.ClientKeywords.CONTROL_PERSIST;
import static dev.aikagi.config.ClientKeywords.DYNAMIC_FORWARD;
import static dev.aikagi.config.ClientKeywords.ENABLE_ESCAPE_COMMANDLINE;
import static dev.aikagi.config.ClientKeywords.ENABLE_SSH_KEYSIGN;
import static dev.aikagi.config.ClientKeywords.ESCAPE_CHAR;
import static dev.aikagi.config.ClientKeywords.EXIT_ON_FORWARD_FAILURE;
import static dev.aikagi.config.ClientKeywords.FINGERPRINT_HASH;
import static dev.aikagi.config.ClientKeywords.FORK_AFTER_AUTHENTICATION;
import static dev.aikagi.config.ClientKeywords.FORWARD_AGENT;
import static dev.aikagi.config.ClientKeywords.FORWARD_X11;
import static dev.aikagi.config.ClientKeywords.FORWARD_X11_TIMEOUT;
import static dev.aikagi.config.ClientKeywords.FORWARD_X11_TRUSTED;
import static dev.aikagi.config.ClientKeywords.GATEWAY_PORTS;
import static dev.aikagi.config.ClientKeywords.GLOBAL_KNOWN_HOSTS_FILE;
import static dev.aikagi.config.ClientKeywords.GSSAPI_AUTHENTICATION;
import static dev.aikagi.config.ClientKeywords.GSSAPI_DELEGATE_CREDENTIALS;
import static dev.aikagi.config.ClientKeywords.HASH_KNOWN_HOSTS;
import static dev.aikagi.config.ClientKeywords.HOSTBASED_ACCEPTED_ALGORITHMS;
import static dev.aikagi.config.ClientKeywords.HOSTBASED_AUTHENTICATION;
import static dev.aikagi.config.ClientKeywords.HOST_KEY_ALGORITHMS;
import static dev.aikagi.config.ClientKeywords.HOST_KEY_ALIAS;
import static dev.aikagi.config.ClientKeywords.IDENTITIES_ONLY;
import static dev.aikagi.config.ClientKeywords.IDENTITY_AGENT;
import static dev.aikagi.config.ClientKeywords.IDENTITY_FILE;
import static dev.aikagi.config.ClientKeywords.IGNORE_UNKNOWN;
import static dev.aikagi.config.ClientKeywords.IPQOS;
import static dev.aikagi.config.ClientKeywords.KBD_INTERACTIVE_AUTHENTICATION;
import static dev.aikagi.config.ClientKeywords.KBD_INTERACTIVE_DEVICES;
import static dev.aikagi.config.ClientKeywords.KEX_ALGORITHMS;
import static dev.aikagi.config.ClientKeywords.KNOWN_HOSTS_COMMAND;
import static dev.aikagi.config.ClientKeywords.LOCAL_COMMAND;
import static dev.aikagi.config.ClientKeywords.LOCAL_FORWARD;
import static dev.aikagi.config.ClientKeywords.LOG_LEVEL;
import static dev.aikagi.config.ClientKeywords.LOG_VERBOSE;
import static dev.aikagi.config.ClientKeywords.MACS;
import static dev.aikagi.config.ClientKeywords.NO_HOST_AUTHENTICATION_FOR_LOCALHOST;
import static dev.aikagi.config.ClientKeywords.NUMBER_OF_PASSWORD_PROMPTS;
import static dev.aikagi.config.ClientKeywords.OBSCURE_KEYSTROKE_TIMING;
import static dev.aikagi.config.ClientKeywords.PASSWORD_AUTHENTICATION;
import static dev.aikagi.config.ClientKeywords.PERMIT_LOCAL_COMMAND;
import static dev.aikagi.config.ClientKeywords.PERMIT_REMOTE_OPEN;
import static dev.aikagi.config.ClientKeywords.PORT;
import static dev.aikagi.config.ClientKeywords.PREFERRED_AUTHENTICATIONS;
import static dev.aikagi.config.ClientKeywords.PROXY_COMMAND;
import static dev.aikagi.config.ClientKeywords.PROXY_JUMP;
import static dev.aikagi.config.ClientKeywords.PROXY_USE_FDPASS;
import static dev.aikagi.config.ClientKeywords.PUBKEY_ACCEPTED_ALGORITHMS;
import static dev.aikagi.config.ClientKeywords.PUBKEY_AUTHENTICATION;
import static dev.aikagi.config.ClientKeywords.REFUSE_CONNECTION;
import static dev.aikagi.config.ClientKeywords.REKEY_LIMIT;
import static dev.aikagi.config.ClientKeywords.REMOTE_COMMAND;
import static dev.aikagi.config.ClientKeywords.REMOTE_FORWARD;
import static dev.aikagi.config.ClientKeywords.REQUEST_TTY;
import static dev.aikagi.config.ClientKeywords.REQUIRED_RSA_SIZE;
import static dev.aikagi.config.ClientKeywords.REVOKED_HOST_KEYS;
import static dev.aikagi.config.ClientKeywords.SECURITY_KEY_PROVIDER;
import static dev.aikagi.config.ClientKeywords.SEND_ENV;
import static dev.aikagi.config.ClientKeywords.SERVER_ALIVE_COUNT_MAX;
import static dev.aikagi.config.ClientKeywords.SERVER_ALIVE_INTERVAL;
import static dev.aikagi.config.ClientKeywords.SESSION_TYPE;
import static dev.aikagi.config.ClientKeywords.SET_ENV;
import static dev.aikagi.config.ClientKeywords.STDIN_NULL;
import static dev.aikagi.config.ClientKeywords.STREAM_LOCAL_BIND_MASK;
import static dev.aikagi.config.ClientKeywords.STREAM_LOCAL_BIND_UNLINK;
import static dev.aikagi.config.ClientKeywords.STRICT_HOST_KEY_CHECKING;
import static dev.aikagi.config.ClientKeywords.SYSLOG_FACILITY;
import static dev.aikagi.config.ClientKeywords.TAG;
import static dev.aikagi.config.ClientKeywords.TCP_KEEP_ALIVE;
import static dev.aikagi.config.ClientKeywords.TUNNEL;
import static dev.aikagi.config.ClientKeywords.TUNNEL_DEVICE;
import static dev.aikagi.config.ClientKeywords.UPDATE_HOST_KEYS;
import static dev.aikagi.config.ClientKeywords.USER_KNOWN_HOSTS_FILE;
import static dev.aikagi.config.ClientKeywords.VERIFY_HOST_KEY_DNS;
import static dev.aikagi.config.ClientKeywords.VERSION_ADDENDUM;
import static dev.aikagi.config.ClientKeywords.VISUAL_HOST_KEY;
import static dev.aikagi.config.ClientKeywords.WARN_WEAK_CRYPTO;
import static dev.aikagi.config.ClientKeywords.XAUTH_LOCATION;

import java.util.ArrayList;
import java.util.List;

/** Prints a client's configuration as {@code ssh -G} does, in its order. */
final class ClientDump {
  private static final List<Keyword<?>> FLAGS_AND_NUMBERS =
      List.of(
          PORT,
          ADDRESS_FAMILY,
          BATCH_MODE,
          CANONICALIZE_FALLBACK_LOCAL,
          CANONICALIZE_HOSTNAME,
          CHECK_HOST_IP,
          COMPRESSION,
          CONTROL_MASTER,
          ENABLE_SSH_KEYSIGN,
          CLEAR_ALL_FORWARDINGS,
          EXIT_ON_FORWARD_FAILURE,
          FINGERPRINT_HASH,
          FORWARD_X11,
          FORWARD_X11_TRUSTED,
          GATEWAY_PORTS,
          GSSAPI_AUTHENTICATION,
          GSSAPI_DELEGATE_CREDENTIALS,
          HASH_KNOWN_HOSTS,
          HOSTBASED_AUTHENTICATION,
          IDENTITIES_ONLY,
          KBD_INTERACTIVE_AUTHENTICATION,
          NO_HOST_AUTHENTICATION_FOR_LOCALHOST,
          PASSWORD_AUTHENTICATION,
          PERMIT_LOCAL_COMMAND,
          PROXY_USE_FDPASS,
          PUBKEY_AUTHENTICATION,
          REQUEST_TTY,
          SESSION_TYPE,
          STDIN_NULL,
          FORK_AFTER_AUTHENTICATION,
          STREAM_LOCAL_BIND_UNLINK,
          STRICT_HOST_KEY_CHECKING,
          TCP_KEEP_ALIVE,
          TUNNEL,
          VERIFY_HOST_KEY_DNS,
          VISUAL_HOST_KEY,
          UPDATE_HOST_KEYS,
          ENABLE_ESCAPE_COMMANDLINE,
          WARN_WEAK_CRYPTO,
          CANONICALIZE_MAX_DOTS,
          CONNECTION_ATTEMPTS,
          FORWARD_X11_TIMEOUT,
          NUMBER_OF_PASSWORD_PROMPTS,
          SERVER_ALIVE_COUNT_MAX,
          SERVER_ALIVE_INTERVAL,
          REQUIRED_RSA_SIZE);

  private static final List<Keyword<?>> TEXTS =
      List.of(
          BIND_ADDRESS,
          BIND_INTERFACE,
          CIPHERS,
          CONTROL_PATH,
          HOST_KEY_ALGORITHMS,
          HOST_KEY_ALIAS,
          HOSTBASED_ACCEPTED_ALGORITHMS,
          IDENTITY_AGENT,
          IGNORE_UNKNOWN,
          KBD_INTERACTIVE_DEVICES,
          KEX_ALGORITHMS,
          CA_SIGNATURE_ALGORITHMS,
          LOCAL_COMMAND,
          REMOTE_COMMAND,
          LOG_LEVEL,
          MACS,
          SECURITY_KEY_PROVIDER,
          PREFERRED_AUTHENTICATIONS,
          PUBKEY_ACCEPTED_ALGORITHMS,
          REVOKED_HOST_KEYS,
          XAUTH_LOCATION,
          KNOWN_HOSTS_COMMAND,
          TAG,
          VERSION_ADDENDUM,
          REFUSE_CONNECTION,
          DYNAMIC_FORWARD,
          LOCAL_FORWARD,
          REMOTE_FORWARD);

  private static final List<Keyword<?>> LISTS_AND_OTHERS =
      List.of(
          IDENTITY_FILE,
          CANONICAL_DOMAINS,
          CERTIFICATE_FILE,
          GLOBAL_KNOWN_HOSTS_FILE,
          USER_KNOWN_HOSTS_FILE,
          SEND_ENV,
          SET_ENV,
          LOG_VERBOSE,
          CHANNEL_TIMEOUT,
          PERMIT_REMOTE_OPEN,
          ADD_KEYS_TO_AGENT,
          FORWARD_AGENT,
          CONNECT_TIMEOUT,
          TUNNEL_DEVICE,
          CANONICALIZE_PERMITTED_CNAMES,
          CONTROL_PERSIST,
          ESCAPE_CHAR,
          IPQOS,
          REKEY_LIMIT,
          STREAM_LOCAL_BIND_MASK,
          SYSLOG_FACILITY,
          OBSCURE_KEYSTROKE_TIMING);

  private ClientDump() {}

  static List<String> lines(ClientConfig config, Values values) {
    List<String> out = new ArrayList<>();
    out.add("host " + config.originalHost());
    out.add("user " + config.user());
    out.add("hostname " + config.host());
    add(FLAGS_AND_NUMBERS, config, values, out);
    add(TEXTS, config, values, out);
    add(LISTS_AND_OTHERS, config, values, out);
    if (config.value(PROXY_JUMP).isPresent()) {
      values.dump(PROXY_JUMP, out);
    } else {
      values.dump(PROXY_COMMAND, out);
    }
    return out;
  }

  private static void add(
      List<Keyword<?>> keywords, ClientConfig config, Values values, List<String> out) {
    for (Keyword<?> keyword : keywords) {
      add(keyword, config, values, out);
    }
  }

  private static void add(
      Keyword<?> keyword, ClientConfig config, Values values, List<String> out) {
    if (keyword.type() instanceof AlgorithmList list) {
      List<String> names = config.algorithms(list, String.valueOf(values.value(keyword)));
      out.add(keyword.lowerName() + " " + String.join(",", names));
    } else if (keyword == CANONICALIZE_PERMITTED_CNAMES) {
      // OpenSSH prints this one name with a capital letter.
      out.add("canonicalizePermittedcnames " + list(config.value(CANONICALIZE_PERMITTED_CNAMES)));
    } else if (keyword == USER_KNOWN_HOSTS_FILE || keyword == GLOBAL_KNOWN_HOSTS_FILE) {
      Keyword<List<String>> files =
          keyword == USER_KNOWN_HOSTS_FILE ? USER_KNOWN_HOSTS_FILE : GLOBAL_KNOWN_HOSTS_FILE;
      List<String> names = new ArrayList<>();
      for (String name : config.value(files)) {
        names.add(config.expandTilde(name));
      }
      out.add(keyword.lowerName() + " " + list(names));
    } else if (keyword == CONTROL_PATH || keyword == IDENTITY_AGENT || keyword == FORWARD_AGENT) {
      List<String> lines = new ArrayList<>();
      values.dump(keyword, lines);
      for (String line : lines) {
        out.add(config.expanded(line));
      }
    } else {
      values.dump(keyword, out);
    }
  }

  private static String list(List<String> words) {
    return words.isEmpty() ? "none" : String.join(" ", words);
  }
}
