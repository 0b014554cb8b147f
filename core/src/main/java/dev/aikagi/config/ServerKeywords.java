package dev.aikagi.config;

import dev.aikagi.config.AlgorithmNames.Kind;
import dev.aikagi.config.Words.Form;
import dev.aikagi.config.Words.Print;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rows of sshd_config(5). */
public final class ServerKeywords {
  private ServerKeywords() {}

  public static final Keyword<List<String>> ACCEPT_ENV =
      Keyword.row(
          "AcceptEnv",
          new Words(Form.ENVIRONMENT_NAMES, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Patterns of environment variables that clients may set.");

  public static final Keyword<String> ADDRESS_FAMILY =
      Keyword.row(
          "AddressFamily",
          new Choice("inet inet6 any"),
          "any",
          Scope.GLOBAL,
          Merge.FIRST,
          "Which address families to listen on.");

  public static final Keyword<Boolean> ALLOW_AGENT_FORWARDING =
      Keyword.row(
          "AllowAgentForwarding",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether the client's agent may be forwarded.");

  public static final Keyword<List<String>> ALLOW_GROUPS =
      Keyword.row(
          "AllowGroups",
          new Words(Form.GROUPS, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Only members of these groups may log in.");

  public static final Keyword<String> ALLOW_STREAM_LOCAL_FORWARDING =
      Keyword.row(
              "AllowStreamLocalForwarding",
              new Choice("yes all=yes no remote local"),
              "yes",
              Scope.MATCH,
              Merge.FIRST,
              "Which forwardings of sockets are allowed.")
          .withoutEffect();

  public static final Keyword<String> ALLOW_TCP_FORWARDING =
      Keyword.row(
          "AllowTcpForwarding",
          new Choice("yes all=yes no remote local"),
          "yes",
          Scope.MATCH,
          Merge.FIRST,
          "Which forwardings of TCP are allowed.");

  public static final Keyword<List<String>> ALLOW_USERS =
      Keyword.row(
          "AllowUsers",
          new Words(Form.USERS, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Only these users may log in.");

  public static final Keyword<List<String>> AUTHENTICATION_METHODS =
      Keyword.row(
          "AuthenticationMethods",
          new Words(Form.METHODS, Print.ANY_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "Which methods together let a user in.");

  public static final Keyword<Optional<String>> AUTHORIZED_KEYS_COMMAND =
      Keyword.row(
          "AuthorizedKeysCommand",
          Text.COMMAND,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "A program that prints a user's authorized_keys lines.");

  public static final Keyword<Optional<String>> AUTHORIZED_KEYS_COMMAND_USER =
      Keyword.row(
          "AuthorizedKeysCommandUser",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The account that AuthorizedKeysCommand runs as.");

  public static final Keyword<List<String>> AUTHORIZED_KEYS_FILE =
      Keyword.row(
          "AuthorizedKeysFile",
          new Words(Form.TILDE_FILES, Print.NONE_IF_EMPTY),
          List.of(".ssh/authorized_keys", ".ssh/authorized_keys2"),
          Scope.MATCH,
          Merge.FIRST,
          "The files with a user's authorized keys.");

  public static final Keyword<Optional<String>> AUTHORIZED_PRINCIPALS_COMMAND =
      Keyword.row(
          "AuthorizedPrincipalsCommand",
          Text.COMMAND,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "A program that prints the principals of a user.");

  public static final Keyword<Optional<String>> AUTHORIZED_PRINCIPALS_COMMAND_USER =
      Keyword.row(
          "AuthorizedPrincipalsCommandUser",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The account that AuthorizedPrincipalsCommand runs as.");

  public static final Keyword<Optional<String>> AUTHORIZED_PRINCIPALS_FILE =
      Keyword.row(
          "AuthorizedPrincipalsFile",
          Text.TILDE_FILE_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The file with the principals of a user.");

  public static final Keyword<Optional<String>> BANNER =
      Keyword.row(
          "Banner",
          Text.FILE_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The file that is shown before authentication.");

  public static final Keyword<String> CA_SIGNATURE_ALGORITHMS =
      Keyword.row(
          "CASignatureAlgorithms",
          new AlgorithmList(Kind.CA_SIGNATURE),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The signature algorithms that certificates may be signed by.");

  public static final Keyword<List<String>> CHANNEL_TIMEOUT =
      Keyword.row(
          "ChannelTimeout",
          new Words(Form.TIMEOUTS, Print.NONE_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "How long a channel of a type may be idle.");

  public static final Keyword<Optional<String>> CHROOT_DIRECTORY =
      Keyword.row(
          "ChrootDirectory",
          Text.WORD_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The directory that becomes a session's root.");

  public static final Keyword<String> CIPHERS =
      Keyword.row(
          "Ciphers",
          new AlgorithmList(Kind.CIPHER),
          "",
          Scope.GLOBAL,
          Merge.FIRST_ANYWHERE,
          "The ciphers to accept, in order.");

  public static final Keyword<Integer> CLIENT_ALIVE_COUNT_MAX =
      Keyword.row(
          "ClientAliveCountMax",
          Scalars.COUNT,
          3,
          Scope.MATCH,
          Merge.FIRST,
          "How many unanswered keepalives end a connection.");

  public static final Keyword<Duration> CLIENT_ALIVE_INTERVAL =
      Keyword.row(
          "ClientAliveInterval",
          Scalars.TIME,
          Duration.ZERO,
          Scope.MATCH,
          Merge.FIRST,
          "After how much silence to send a keepalive.");

  public static final Keyword<String> COMPRESSION =
      Keyword.row(
          "Compression",
          new Choice("yes delayed=yes no"),
          "yes",
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether compression is offered; only after authentication.");

  public static final Keyword<List<String>> DENY_GROUPS =
      Keyword.row(
          "DenyGroups",
          new Words(Form.GROUPS, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Members of these groups may not log in.");

  public static final Keyword<List<String>> DENY_USERS =
      Keyword.row(
          "DenyUsers",
          new Words(Form.USERS, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "These users may not log in.");

  public static final Keyword<Boolean> DISABLE_FORWARDING =
      Keyword.row(
          "DisableForwarding",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether every kind of forwarding is off.");

  public static final Keyword<Boolean> EXPOSE_AUTH_INFO =
      Keyword.row(
          "ExposeAuthInfo",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether a session learns how its user authenticated.");

  public static final Keyword<String> FINGERPRINT_HASH =
      Keyword.row(
              "FingerprintHash",
              Names.HASH,
              "SHA256",
              Scope.GLOBAL,
              Merge.LAST,
              "The hash of fingerprints in the log.")
          .withoutEffect();

  public static final Keyword<Optional<String>> FORCE_COMMAND =
      Keyword.row(
          "ForceCommand",
          Text.REST_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The command that runs whatever the client asks for.");

  public static final Keyword<String> GATEWAY_PORTS =
      Keyword.row(
              "GatewayPorts",
              new Choice("clientspecified yes no"),
              "no",
              Scope.MATCH,
              Merge.FIRST,
              "Whether other hosts may use remote forwardings.")
          .withoutEffect();

  public static final Keyword<List<String>> HOST_CERTIFICATE =
      Keyword.row(
          "HostCertificate",
          new Words(Form.FILE, Print.LINES),
          List.of(),
          Scope.GLOBAL,
          Merge.ADD,
          "Files with certificates of the host keys.");

  public static final Keyword<List<String>> HOST_KEY =
      Keyword.row(
          "HostKey",
          new Words(Form.FILE, Print.LINES),
          List.of(
              "/etc/ssh/ssh_host_rsa_key",
              "/etc/ssh/ssh_host_ecdsa_key",
              "/etc/ssh/ssh_host_ed25519_key"),
          Scope.GLOBAL,
          Merge.ADD,
          "Files with the host keys.");

  public static final Keyword<Optional<String>> HOST_KEY_AGENT =
      Keyword.row(
              "HostKeyAgent",
              Text.SOCKET,
              Optional.empty(),
              Scope.GLOBAL,
              Merge.FIRST,
              "The agent that holds the private host keys.")
          .withoutEffect();

  public static final Keyword<String> HOST_KEY_ALGORITHMS =
      Keyword.row(
          "HostKeyAlgorithms",
          new AlgorithmList(Kind.HOST_KEY),
          "",
          Scope.GLOBAL,
          Merge.FIRST,
          "The host key algorithms to offer, in order.");

  public static final Keyword<Boolean> GSSAPI_AUTHENTICATION =
      Keyword.row(
          "GSSAPIAuthentication",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether GSS-API (Kerberos) authentication is allowed.");

  public static final Keyword<Boolean> GSSAPI_CLEANUP_CREDENTIALS =
      Keyword.row(
          "GSSAPICleanupCredentials",
          Flag.TYPE,
          true,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether lent tickets are removed at the end.");

  public static final Keyword<Boolean> GSSAPI_DELEGATE_CREDENTIALS =
      Keyword.row(
          "GSSAPIDelegateCredentials",
          Flag.TYPE,
          true,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether tickets that clients lend are kept for their sessions.");

  public static final Keyword<Boolean> GSSAPI_STRICT_ACCEPTOR_CHECK =
      Keyword.row(
          "GSSAPIStrictAcceptorCheck",
          Flag.TYPE,
          true,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether tickets have to be for the name of this host.");

  public static final Keyword<String> HOSTBASED_ACCEPTED_ALGORITHMS =
      Keyword.row(
          "HostbasedAcceptedAlgorithms",
          new AlgorithmList(Kind.HOST_KEY),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The signature algorithms for host-based authentication.");

  public static final Keyword<Boolean> HOSTBASED_AUTHENTICATION =
      Keyword.row(
          "HostbasedAuthentication",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether host-based authentication is allowed.");

  public static final Keyword<Boolean> HOSTBASED_USES_NAME_FROM_PACKET_ONLY =
      Keyword.row(
          "HostbasedUsesNameFromPacketOnly",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether host-based authentication trusts the client's name for itself.");

  public static final Keyword<String> IGNORE_RHOSTS =
      Keyword.row(
          "IgnoreRhosts",
          new Choice("yes no shosts-only"),
          "yes",
          Scope.MATCH,
          Merge.FIRST,
          "Whether .rhosts files are ignored.");

  public static final Keyword<Boolean> IGNORE_USER_KNOWN_HOSTS =
      Keyword.row(
          "IgnoreUserKnownHosts",
          Flag.TYPE,
          false,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether the users' known_hosts files are ignored.");

  public static final Keyword<IpQos> IPQOS =
      Keyword.row(
              "IPQoS",
              IpQos.TYPE,
              IpQos.DEFAULT,
              Scope.MATCH,
              Merge.FIRST,
              "The type of service of the connection's packets.")
          .withoutEffect();

  public static final Keyword<Boolean> KBD_INTERACTIVE_AUTHENTICATION =
      Keyword.row(
          "KbdInteractiveAuthentication",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether keyboard-interactive authentication is allowed.");

  public static final Keyword<String> KEX_ALGORITHMS =
      Keyword.row(
          "KexAlgorithms",
          new AlgorithmList(Kind.KEX),
          "",
          Scope.GLOBAL,
          Merge.FIRST_ANYWHERE,
          "The key exchange methods to accept, in order.");

  public static final Keyword<List<ListenAddress>> LISTEN_ADDRESS =
      Keyword.row(
          "ListenAddress",
          ListenAddress.TYPE,
          List.of(),
          Scope.GLOBAL,
          Merge.ADD,
          "The addresses to listen on.");

  public static final Keyword<Duration> LOGIN_GRACE_TIME =
      Keyword.row(
          "LoginGraceTime",
          Scalars.TIME,
          Duration.ofMinutes(2),
          Scope.GLOBAL,
          Merge.FIRST,
          "How long a client may take to authenticate; 0 for ever.");

  public static final Keyword<String> LOG_LEVEL =
      Keyword.row(
          "LogLevel", Names.LOG_LEVEL, "INFO", Scope.MATCH, Merge.FIRST, "How much to log.");

  public static final Keyword<List<String>> LOG_VERBOSE =
      Keyword.row(
              "LogVerbose",
              new Words(Form.FILES, Print.NOTHING_IF_EMPTY),
              List.of(),
              Scope.MATCH,
              Merge.FIRST,
              "Source places that log everything.")
          .withoutEffect();

  public static final Keyword<String> MACS =
      Keyword.row(
          "Macs",
          new AlgorithmList(Kind.MAC),
          "",
          Scope.GLOBAL,
          Merge.FIRST_ANYWHERE,
          "The MAC algorithms to accept, in order.");

  public static final Keyword<Integer> MAX_AUTH_TRIES =
      Keyword.row(
          "MaxAuthTries",
          Scalars.COUNT,
          6,
          Scope.MATCH,
          Merge.FIRST,
          "How many attempts to authenticate a connection has.");

  public static final Keyword<Integer> MAX_SESSIONS =
      Keyword.row(
          "MaxSessions",
          Scalars.COUNT,
          10,
          Scope.MATCH,
          Merge.FIRST,
          "How many sessions a connection may have open.");

  public static final Keyword<MaxStartups> MAX_STARTUPS =
      Keyword.row(
          "MaxStartups",
          MaxStartups.TYPE,
          MaxStartups.DEFAULT,
          Scope.GLOBAL,
          Merge.FIRST,
          "How many connections may be unauthenticated at once.");

  public static final Keyword<Optional<String>> MODULI_FILE =
      Keyword.row(
          "ModuliFile",
          Text.FILE_OR_NONE,
          Optional.of("/etc/ssh/moduli"),
          Scope.GLOBAL,
          Merge.FIRST,
          "The file with the groups of group exchange.");

  public static final Keyword<Optional<String>> PAM_SERVICE_NAME =
      Keyword.row(
          "PAMServiceName",
          Text.WORD,
          Optional.of("sshd"),
          Scope.MATCH,
          Merge.FIRST,
          "The name of PAM's service.");

  public static final Keyword<Boolean> PASSWORD_AUTHENTICATION =
      Keyword.row(
          "PasswordAuthentication",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether password authentication is allowed.");

  public static final Keyword<Boolean> PERMIT_EMPTY_PASSWORDS =
      Keyword.row(
          "PermitEmptyPasswords",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether accounts with an empty password may log in by it.");

  public static final Keyword<List<String>> PERMIT_LISTEN =
      Keyword.row(
              "PermitListen",
              new Words(Form.LISTENS, Print.ANY_IF_EMPTY),
              List.of(),
              Scope.MATCH,
              Merge.FIRST,
              "Where remote forwardings may listen.")
          .withoutEffect();

  public static final Keyword<List<String>> PERMIT_OPEN =
      Keyword.row(
          "PermitOpen",
          new Words(Form.OPENS, Print.ANY_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "Where forwardings may connect to.");

  public static final Keyword<String> PERMIT_ROOT_LOGIN =
      Keyword.row(
          "PermitRootLogin",
          new Choice(
              "prohibit-password without-password=prohibit-password forced-commands-only yes no"),
          "prohibit-password",
          Scope.MATCH,
          Merge.FIRST,
          "Whether root may log in.");

  public static final Keyword<Boolean> PERMIT_TTY =
      Keyword.row(
          "PermitTTY",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether a session may have a terminal.");

  public static final Keyword<String> PERMIT_TUNNEL =
      Keyword.row(
              "PermitTunnel",
              Choice.exact("ethernet point-to-point yes no"),
              "no",
              Scope.MATCH,
              Merge.FIRST,
              "Which tunnel devices may be forwarded.")
          .withoutEffect();

  public static final Keyword<String> PERMIT_USER_ENVIRONMENT =
      Keyword.row(
          "PermitUserEnvironment",
          Mixed.USER_ENVIRONMENT,
          "no",
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether users may set environment variables in files of theirs.");

  public static final Keyword<Boolean> PERMIT_USER_RC =
      Keyword.row(
          "PermitUserRC", Flag.TYPE, true, Scope.MATCH, Merge.FIRST, "Whether ~/.ssh/rc is run.");

  public static final Keyword<Integer> PER_SOURCE_MAX_STARTUPS =
      Keyword.row(
          "PerSourceMaxStartups",
          Scalars.LIMIT,
          Integer.MAX_VALUE,
          Scope.GLOBAL,
          Merge.FIRST,
          "How many connections of one source may be unauthenticated at once.");

  public static final Keyword<NetBlockSize> PER_SOURCE_NET_BLOCK_SIZE =
      Keyword.row(
          "PerSourceNetBlockSize",
          NetBlockSize.TYPE,
          NetBlockSize.DEFAULT,
          Scope.GLOBAL,
          Merge.FIRST,
          "How many leading bits of an address make up one source.");

  public static final Keyword<Penalties> PER_SOURCE_PENALTIES =
      Keyword.row(
          "PerSourcePenalties",
          Penalties.TYPE,
          Penalties.DEFAULT,
          Scope.GLOBAL,
          Merge.ADD,
          "How long a source of bad connections is kept out.");

  public static final Keyword<Optional<String>> PER_SOURCE_PENALTY_EXEMPT_LIST =
      Keyword.row(
          "PerSourcePenaltyExemptList",
          Text.WORD,
          Optional.empty(),
          Scope.GLOBAL,
          Merge.FIRST,
          "The addresses that are never kept out.");

  public static final Keyword<Optional<String>> PID_FILE =
      Keyword.row(
          "PidFile",
          Text.FILE_OR_NONE,
          Optional.of("/run/sshd.pid"),
          Scope.GLOBAL,
          Merge.FIRST,
          "The file that the process id is written to.");

  public static final Keyword<List<Integer>> PORT =
      Keyword.row(
          "Port", Scalars.PORTS, List.of(22), Scope.GLOBAL, Merge.ADD, "The ports to listen on.");

  public static final Keyword<Boolean> PRINT_LAST_LOG =
      Keyword.row(
          "PrintLastLog",
          Flag.TYPE,
          true,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether the last login is shown.");

  public static final Keyword<Boolean> PRINT_MOTD =
      Keyword.row(
          "PrintMotd", Flag.TYPE, true, Scope.GLOBAL, Merge.FIRST, "Whether /etc/motd is shown.");

  public static final Keyword<String> PUBKEY_ACCEPTED_ALGORITHMS =
      Keyword.row(
          "PubkeyAcceptedAlgorithms",
          new AlgorithmList(Kind.HOST_KEY),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The signature algorithms for public key authentication.");

  public static final Keyword<Boolean> PUBKEY_AUTHENTICATION =
      Keyword.row(
          "PubkeyAuthentication",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether public key authentication is allowed.");

  public static final Keyword<List<String>> PUBKEY_AUTH_OPTIONS =
      Keyword.row(
          "PubkeyAuthOptions",
          new Words(Form.KEY_OPTIONS, Print.NONE_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "What security keys must have asked of their user.");

  public static final Keyword<String> RDOMAIN =
      Keyword.row(
              "RDomain",
              Mixed.ROUTING_DOMAIN,
              "",
              Scope.MATCH,
              Merge.FIRST,
              "The routing domain of a session.")
          .withoutEffect();

  public static final Keyword<Boolean> REFUSE_CONNECTION =
      Keyword.row(
          "RefuseConnection",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether a connection is refused.");

  public static final Keyword<RekeyLimit> REKEY_LIMIT =
      Keyword.row(
          "RekeyLimit",
          RekeyLimit.TYPE,
          new RekeyLimit(0, Optional.empty()),
          Scope.MATCH,
          Merge.ADD,
          "When to exchange keys again.");

  public static final Keyword<Integer> REQUIRED_RSA_SIZE =
      Keyword.row(
          "RequiredRSASize",
          Scalars.COUNT,
          1024,
          Scope.MATCH,
          Merge.FIRST,
          "The least number of bits of an RSA key.");

  public static final Keyword<List<String>> REVOKED_KEYS =
      Keyword.row(
          "RevokedKeys",
          new Words(Form.TILDE_FILES, Print.NOTHING_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "Files of keys that may not log in.");

  public static final Keyword<Optional<String>> SECURITY_KEY_PROVIDER =
      Keyword.row(
              "SecurityKeyProvider",
              Text.PROVIDER,
              Optional.of("internal"),
              Scope.GLOBAL,
              Merge.FIRST,
              "The library that talks to security keys.")
          .withoutEffect();

  public static final Keyword<List<String>> SET_ENV =
      Keyword.row(
          "SetEnv",
          new Words(Form.ENVIRONMENT, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "Environment variables of sessions.");

  public static final Keyword<Optional<String>> SSHD_AUTH_PATH =
      Keyword.row(
              "SshdAuthPath",
              Text.FILE_OR_NONE,
              Optional.of("/usr/libexec/sshd-auth"),
              Scope.GLOBAL,
              Merge.FIRST,
              "The helper program of OpenSSH's sshd; nothing here has one.")
          .withoutEffect();

  public static final Keyword<Optional<String>> SSHD_SESSION_PATH =
      Keyword.row(
              "SshdSessionPath",
              Text.FILE_OR_NONE,
              Optional.of("/usr/libexec/sshd-session"),
              Scope.GLOBAL,
              Merge.FIRST,
              "The helper program of OpenSSH's sshd; nothing here has one.")
          .withoutEffect();

  public static final Keyword<Integer> STREAM_LOCAL_BIND_MASK =
      Keyword.row(
              "StreamLocalBindMask",
              Scalars.MASK,
              0177,
              Scope.MATCH,
              Merge.LAST,
              "The file mode mask of forwarded sockets.")
          .withoutEffect();

  public static final Keyword<Boolean> STREAM_LOCAL_BIND_UNLINK =
      Keyword.row(
              "StreamLocalBindUnlink",
              Flag.TYPE,
              false,
              Scope.MATCH,
              Merge.FIRST,
              "Whether an old socket is removed first.")
          .withoutEffect();

  public static final Keyword<Boolean> STRICT_MODES =
      Keyword.row(
          "StrictModes",
          Flag.TYPE,
          true,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether owners and modes of users' files are checked.");

  public static final Keyword<List<Subsystem>> SUBSYSTEM =
      Keyword.row(
          "Subsystem",
          Subsystem.TYPE,
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Programs that a client asks for by name.");

  public static final Keyword<String> SYSLOG_FACILITY =
      Keyword.row(
          "SyslogFacility",
          Names.FACILITY,
          "AUTH",
          Scope.GLOBAL,
          Merge.FIRST_ANYWHERE,
          "The facility of messages to the system log.");

  public static final Keyword<Boolean> TCP_KEEP_ALIVE =
      Keyword.row(
          "TCPKeepAlive",
          Flag.TYPE,
          true,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether TCP keepalives are sent.");

  public static final Keyword<Optional<String>> TRUSTED_USER_CA_KEYS =
      Keyword.row(
          "TrustedUserCAKeys",
          Text.FILE_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The file with the authorities that may vouch for users.");

  public static final Keyword<Duration> UNUSED_CONNECTION_TIMEOUT =
      Keyword.row(
          "UnusedConnectionTimeout",
          Scalars.TIME_OR_NONE,
          Duration.ZERO,
          Scope.MATCH,
          Merge.FIRST,
          "How long a connection may have no channel.");

  public static final Keyword<Boolean> USE_DNS =
      Keyword.row(
          "UseDNS",
          Flag.TYPE,
          false,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether the client's name is looked up and checked.");

  public static final Keyword<Boolean> USE_PAM =
      Keyword.row(
          "UsePAM",
          Flag.TYPE,
          false,
          Scope.GLOBAL,
          Merge.FIRST,
          "Whether PAM checks passwords and accounts.");

  public static final Keyword<Optional<String>> VERSION_ADDENDUM =
      Keyword.row(
          "VersionAddendum",
          Text.ADDENDUM,
          Optional.empty(),
          Scope.GLOBAL,
          Merge.FIRST,
          "What is added to the identification string.");

  public static final Keyword<Integer> X11_DISPLAY_OFFSET =
      Keyword.row(
              "X11DisplayOffset",
              Scalars.COUNT,
              10,
              Scope.MATCH,
              Merge.FIRST,
              "The first display number of X11 forwarding.")
          .withoutEffect();

  public static final Keyword<Boolean> X11_FORWARDING =
      Keyword.row(
              "X11Forwarding",
              Flag.TYPE,
              false,
              Scope.MATCH,
              Merge.FIRST,
              "Whether X11 may be forwarded.")
          .withoutEffect();

  public static final Keyword<Boolean> X11_USE_LOCALHOST =
      Keyword.row(
              "X11UseLocalhost",
              Flag.TYPE,
              true,
              Scope.MATCH,
              Merge.FIRST,
              "Whether X11 forwarding listens on the loopback only.")
          .withoutEffect();

  public static final Keyword<Optional<String>> XAUTH_LOCATION =
      Keyword.row(
              "XAuthLocation",
              Text.FILE_OR_NONE,
              Optional.of("/usr/bin/xauth"),
              Scope.GLOBAL,
              Merge.FIRST,
              "The xauth program.")
          .withoutEffect();

  static final KeywordTable TABLE =
      KeywordTable.of(
              List.of(
                  ACCEPT_ENV,
                  ADDRESS_FAMILY,
                  ALLOW_AGENT_FORWARDING,
                  ALLOW_GROUPS,
                  ALLOW_STREAM_LOCAL_FORWARDING,
                  ALLOW_TCP_FORWARDING,
                  ALLOW_USERS,
                  AUTHENTICATION_METHODS,
                  AUTHORIZED_KEYS_COMMAND,
                  AUTHORIZED_KEYS_COMMAND_USER,
                  AUTHORIZED_KEYS_FILE,
                  AUTHORIZED_PRINCIPALS_COMMAND,
                  AUTHORIZED_PRINCIPALS_COMMAND_USER,
                  AUTHORIZED_PRINCIPALS_FILE,
                  BANNER,
                  CA_SIGNATURE_ALGORITHMS,
                  CHANNEL_TIMEOUT,
                  CHROOT_DIRECTORY,
                  CIPHERS,
                  CLIENT_ALIVE_COUNT_MAX,
                  CLIENT_ALIVE_INTERVAL,
                  COMPRESSION,
                  DENY_GROUPS,
                  DENY_USERS,
                  DISABLE_FORWARDING,
                  EXPOSE_AUTH_INFO,
                  FINGERPRINT_HASH,
                  FORCE_COMMAND,
                  GATEWAY_PORTS,
                  HOST_CERTIFICATE,
                  HOST_KEY,
                  HOST_KEY_AGENT,
                  HOST_KEY_ALGORITHMS,
                  GSSAPI_AUTHENTICATION,
                  GSSAPI_CLEANUP_CREDENTIALS,
                  GSSAPI_DELEGATE_CREDENTIALS,
                  GSSAPI_STRICT_ACCEPTOR_CHECK,
                  HOSTBASED_ACCEPTED_ALGORITHMS,
                  HOSTBASED_AUTHENTICATION,
                  HOSTBASED_USES_NAME_FROM_PACKET_ONLY,
                  IGNORE_RHOSTS,
                  IGNORE_USER_KNOWN_HOSTS,
                  IPQOS,
                  KBD_INTERACTIVE_AUTHENTICATION,
                  KEX_ALGORITHMS,
                  LISTEN_ADDRESS,
                  LOGIN_GRACE_TIME,
                  LOG_LEVEL,
                  LOG_VERBOSE,
                  MACS,
                  MAX_AUTH_TRIES,
                  MAX_SESSIONS,
                  MAX_STARTUPS,
                  MODULI_FILE,
                  PAM_SERVICE_NAME,
                  PASSWORD_AUTHENTICATION,
                  PERMIT_EMPTY_PASSWORDS,
                  PERMIT_LISTEN,
                  PERMIT_OPEN,
                  PERMIT_ROOT_LOGIN,
                  PERMIT_TTY,
                  PERMIT_TUNNEL,
                  PERMIT_USER_ENVIRONMENT,
                  PERMIT_USER_RC,
                  PER_SOURCE_MAX_STARTUPS,
                  PER_SOURCE_NET_BLOCK_SIZE,
                  PER_SOURCE_PENALTIES,
                  PER_SOURCE_PENALTY_EXEMPT_LIST,
                  PID_FILE,
                  PORT,
                  PRINT_LAST_LOG,
                  PRINT_MOTD,
                  PUBKEY_ACCEPTED_ALGORITHMS,
                  PUBKEY_AUTHENTICATION,
                  PUBKEY_AUTH_OPTIONS,
                  RDOMAIN,
                  REFUSE_CONNECTION,
                  REKEY_LIMIT,
                  REQUIRED_RSA_SIZE,
                  REVOKED_KEYS,
                  SECURITY_KEY_PROVIDER,
                  SET_ENV,
                  SSHD_AUTH_PATH,
                  SSHD_SESSION_PATH,
                  STREAM_LOCAL_BIND_MASK,
                  STREAM_LOCAL_BIND_UNLINK,
                  STRICT_MODES,
                  SUBSYSTEM,
                  SYSLOG_FACILITY,
                  TCP_KEEP_ALIVE,
                  TRUSTED_USER_CA_KEYS,
                  UNUSED_CONNECTION_TIMEOUT,
                  USE_DNS,
                  USE_PAM,
                  VERSION_ADDENDUM,
                  X11_DISPLAY_OFFSET,
                  X11_FORWARDING,
                  X11_USE_LOCALHOST,
                  XAUTH_LOCATION))
          .alias("hostdsakey", HOST_KEY)
          .alias("hostbasedacceptedkeytypes", HOSTBASED_ACCEPTED_ALGORITHMS)
          .alias("pubkeyacceptedkeytypes", PUBKEY_ACCEPTED_ALGORITHMS)
          .alias("dsaauthentication", PUBKEY_AUTHENTICATION)
          .alias("challengeresponseauthentication", KBD_INTERACTIVE_AUTHENTICATION)
          .alias("skeyauthentication", KBD_INTERACTIVE_AUTHENTICATION)
          .alias("keepalive", TCP_KEEP_ALIVE)
          .deprecated(
              "serverkeybits keyregenerationinterval rhostsauthentication rhostsrsaauthentication"
                  + " rsaauthentication checkmail uselogin verifyreversemapping reversemappingcheck"
                  + " authorizedkeysfile2 useprivilegeseparation kerberostgtpassing"
                  + " afstokenpassing pamauthenticationviakbdint")
          .ignored("protocol")
          .unsupportedGlobal("kerberosgetafstoken kerberosorlocalpasswd kerberosticketcleanup")
          .unsupported("kerberosauthentication")
          .structural("match include");

  /** All rows, in the order of the manual. */
  public static List<Keyword<?>> all() {
    return TABLE.rows();
  }
}
