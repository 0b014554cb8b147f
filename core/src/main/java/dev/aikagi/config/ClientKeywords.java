package dev.aikagi.config;

import dev.aikagi.config.AlgorithmNames.Kind;
import dev.aikagi.config.Words.Form;
import dev.aikagi.config.Words.Print;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rows of ssh_config(5). */
public final class ClientKeywords {
  private ClientKeywords() {}

  public static final Keyword<String> ADD_KEYS_TO_AGENT =
      Keyword.row(
          "AddKeysToAgent",
          Mixed.ADD_KEYS,
          "false",
          Scope.MATCH,
          Merge.FIRST,
          "Whether a key that was used is added to the running agent.");

  public static final Keyword<String> ADDRESS_FAMILY =
      Keyword.row(
          "AddressFamily",
          new Choice("inet inet6 any"),
          "any",
          Scope.MATCH,
          Merge.FIRST,
          "Which address family to connect by.");

  public static final Keyword<Boolean> BATCH_MODE =
      Keyword.row(
          "BatchMode", Flag.TYPE, false, Scope.MATCH, Merge.FIRST, "Never ask the user anything.");

  public static final Keyword<Optional<String>> BIND_ADDRESS =
      Keyword.row(
          "BindAddress",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The local address to connect from.");

  public static final Keyword<Optional<String>> BIND_INTERFACE =
      Keyword.row(
          "BindInterface",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The local interface whose address to connect from.");

  public static final Keyword<List<String>> CANONICAL_DOMAINS =
      Keyword.row(
          "CanonicalDomains",
          new Words(Form.DOMAINS, Print.NONE_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "The domains in which a short host name is looked up.");

  public static final Keyword<Boolean> CANONICALIZE_FALLBACK_LOCAL =
      Keyword.row(
          "CanonicalizeFallbackLocal",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether a name that was not found in the domains is left to the system.");

  public static final Keyword<String> CANONICALIZE_HOSTNAME =
      Keyword.row(
          "CanonicalizeHostname",
          new Choice("true=yes false=no yes no always"),
          "no",
          Scope.MATCH,
          Merge.FIRST,
          "Whether host names are made canonical before matching.");

  public static final Keyword<Integer> CANONICALIZE_MAX_DOTS =
      Keyword.row(
          "CanonicalizeMaxDots",
          Scalars.COUNT,
          1,
          Scope.MATCH,
          Merge.FIRST,
          "How many dots a name may have and still count as short.");

  public static final Keyword<List<String>> CANONICALIZE_PERMITTED_CNAMES =
      Keyword.row(
          "CanonicalizePermittedCNAMEs",
          new Words(Form.CNAMES, Print.NONE_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "Which aliases may be followed while names are made canonical.");

  public static final Keyword<String> CA_SIGNATURE_ALGORITHMS =
      Keyword.row(
          "CASignatureAlgorithms",
          new AlgorithmList(Kind.CA_SIGNATURE),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The signature algorithms that certificates may be signed by.");

  public static final Keyword<List<String>> CERTIFICATE_FILE =
      Keyword.row(
          "CertificateFile",
          new Words(Form.SINGLE, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Files with the user's certificates.");

  public static final Keyword<List<String>> CHANNEL_TIMEOUT =
      Keyword.row(
          "ChannelTimeout",
          new Words(Form.TIMEOUTS, Print.NONE_IF_EMPTY),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "How long a channel of a type may be idle.");

  public static final Keyword<Boolean> CHECK_HOST_IP =
      Keyword.row(
          "CheckHostIP",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether the host's address is checked in known_hosts too.");

  public static final Keyword<String> CIPHERS =
      Keyword.row(
          "Ciphers",
          new AlgorithmList(Kind.CIPHER),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The ciphers to propose, in order.");

  public static final Keyword<Boolean> CLEAR_ALL_FORWARDINGS =
      Keyword.row(
          "ClearAllForwardings",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether all forwardings of the configuration are dropped.");

  public static final Keyword<String> COMPRESSION =
      Keyword.row(
          "Compression",
          new Choice("yes no"),
          "no",
          Scope.MATCH,
          Merge.FIRST,
          "Whether to propose compression.");

  public static final Keyword<Integer> CONNECTION_ATTEMPTS =
      Keyword.row(
          "ConnectionAttempts",
          Scalars.COUNT,
          1,
          Scope.MATCH,
          Merge.FIRST,
          "How often to try to connect, one second apart.");

  public static final Keyword<Optional<Duration>> CONNECT_TIMEOUT =
      Keyword.row(
          "ConnectTimeout",
          Scalars.OPTIONAL_TIME,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "How long connecting and the version exchange may take.");

  public static final Keyword<String> CONTROL_MASTER =
      Keyword.row(
              "ControlMaster",
              new Choice("true=yes yes false=no no auto ask autoask"),
              "no",
              Scope.MATCH,
              Merge.FIRST,
              "Whether to share one connection.")
          .withoutEffect();

  public static final Keyword<Optional<String>> CONTROL_PATH =
      Keyword.row(
              "ControlPath",
              Text.WORD_OR_NONE,
              Optional.empty(),
              Scope.MATCH,
              Merge.FIRST,
              "The socket for connection sharing.")
          .withoutEffect();

  public static final Keyword<String> CONTROL_PERSIST =
      Keyword.row(
              "ControlPersist",
              Mixed.PERSIST,
              "no",
              Scope.MATCH,
              Merge.FIRST,
              "How long a shared connection outlives its first session.")
          .withoutEffect();

  public static final Keyword<List<Forward>> DYNAMIC_FORWARD =
      Keyword.row(
              "DynamicForward",
              Forward.type(Forward.Kind.DYNAMIC),
              List.of(),
              Scope.MATCH,
              Merge.ADD,
              "A local port where a SOCKS server listens.")
          .withoutEffect();

  public static final Keyword<Boolean> ENABLE_ESCAPE_COMMANDLINE =
      Keyword.row(
              "EnableEscapeCommandline",
              Flag.TYPE,
              false,
              Scope.MATCH,
              Merge.FIRST,
              "Whether the escape for a command line is enabled.")
          .withoutEffect();

  public static final Keyword<Boolean> ENABLE_SSH_KEYSIGN =
      Keyword.row(
          "EnableSSHKeysign",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether ssh-keysign may be used.");

  public static final Keyword<Optional<Character>> ESCAPE_CHAR =
      Keyword.row(
          "EscapeChar",
          Scalars.ESCAPE,
          Optional.of('~'),
          Scope.MATCH,
          Merge.FIRST,
          "The character that starts an escape.");

  public static final Keyword<Boolean> EXIT_ON_FORWARD_FAILURE =
      Keyword.row(
          "ExitOnForwardFailure",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether a forwarding that fails ends the connection.");

  public static final Keyword<String> FINGERPRINT_HASH =
      Keyword.row(
          "FingerprintHash",
          Names.HASH,
          "SHA256",
          Scope.MATCH,
          Merge.FIRST,
          "The hash of fingerprints.");

  public static final Keyword<Boolean> FORK_AFTER_AUTHENTICATION =
      Keyword.row(
          "ForkAfterAuthentication",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether to go to the background before the command runs.");

  public static final Keyword<String> FORWARD_AGENT =
      Keyword.row(
          "ForwardAgent",
          Mixed.FORWARD_AGENT,
          "no",
          Scope.MATCH,
          Merge.FIRST,
          "Whether the agent is forwarded to the host.");

  public static final Keyword<Boolean> FORWARD_X11 =
      Keyword.row(
              "ForwardX11", Flag.TYPE, false, Scope.MATCH, Merge.FIRST, "Whether X11 is forwarded.")
          .withoutEffect();

  public static final Keyword<Duration> FORWARD_X11_TIMEOUT =
      Keyword.row(
              "ForwardX11Timeout",
              Scalars.TIME,
              Duration.ofMinutes(20),
              Scope.MATCH,
              Merge.FIRST,
              "How long untrusted X11 connections are accepted.")
          .withoutEffect();

  public static final Keyword<Boolean> FORWARD_X11_TRUSTED =
      Keyword.row(
              "ForwardX11Trusted",
              Flag.TYPE,
              false,
              Scope.MATCH,
              Merge.FIRST,
              "Whether X11 clients have full access to the display.")
          .withoutEffect();

  public static final Keyword<Boolean> GATEWAY_PORTS =
      Keyword.row(
              "GatewayPorts",
              Flag.TYPE,
              false,
              Scope.MATCH,
              Merge.FIRST,
              "Whether other hosts may use local forwardings.")
          .withoutEffect();

  public static final Keyword<List<String>> GLOBAL_KNOWN_HOSTS_FILE =
      Keyword.row(
          "GlobalKnownHostsFile",
          new Words(Form.FILES, Print.NONE_IF_EMPTY),
          List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"),
          Scope.MATCH,
          Merge.FIRST,
          "The system's known_hosts files.");

  public static final Keyword<Boolean> GSSAPI_AUTHENTICATION =
      Keyword.row(
          "GSSAPIAuthentication",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether to try GSS-API (Kerberos) authentication.");

  public static final Keyword<Boolean> GSSAPI_DELEGATE_CREDENTIALS =
      Keyword.row(
          "GSSAPIDelegateCredentials",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether the server gets a ticket to act as the user.");

  public static final Keyword<Boolean> HASH_KNOWN_HOSTS =
      Keyword.row(
          "HashKnownHosts",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether host names are hashed when they are added to known_hosts.");

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
          "Whether to try host-based authentication.");

  public static final Keyword<String> HOST_KEY_ALGORITHMS =
      Keyword.row(
          "HostKeyAlgorithms",
          new AlgorithmList(Kind.HOST_KEY),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The host key algorithms to propose, in order.");

  public static final Keyword<Optional<String>> HOST_KEY_ALIAS =
      Keyword.row(
          "HostKeyAlias",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The name to look the host key up by.");

  public static final Keyword<Optional<String>> HOST_NAME =
      Keyword.row(
          "Hostname",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The real name or address of the host.");

  public static final Keyword<Boolean> IDENTITIES_ONLY =
      Keyword.row(
          "IdentitiesOnly",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether only configured keys are offered, even if an agent has more.");

  public static final Keyword<Optional<String>> IDENTITY_AGENT =
      Keyword.row(
          "IdentityAgent",
          Text.AGENT,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The agent's socket.");

  public static final Keyword<List<String>> IDENTITY_FILE =
      Keyword.row(
          "IdentityFile",
          new Words(Form.SINGLE, Print.LINES),
          List.of(
              "~/.ssh/id_rsa",
              "~/.ssh/id_ecdsa",
              "~/.ssh/id_ecdsa_sk",
              "~/.ssh/id_ed25519",
              "~/.ssh/id_ed25519_sk",
              "~/.ssh/id_mldsa44_ed25519"),
          Scope.MATCH,
          Merge.ADD,
          "Files with the user's keys.");

  public static final Keyword<Optional<String>> IGNORE_UNKNOWN =
      Keyword.row(
          "IgnoreUnknown",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "Patterns of keywords that are skipped if they are unknown.");

  public static final Keyword<IpQos> IPQOS =
      Keyword.row(
          "IPQoS",
          IpQos.TYPE,
          IpQos.DEFAULT,
          Scope.MATCH,
          Merge.FIRST,
          "The type of service of the connection's packets.");

  public static final Keyword<Boolean> KBD_INTERACTIVE_AUTHENTICATION =
      Keyword.row(
          "KbdInteractiveAuthentication",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether to try keyboard-interactive authentication.");

  public static final Keyword<Optional<String>> KBD_INTERACTIVE_DEVICES =
      Keyword.row(
          "KbdInteractiveDevices",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The devices of keyboard-interactive authentication.");

  public static final Keyword<String> KEX_ALGORITHMS =
      Keyword.row(
          "KexAlgorithms",
          new AlgorithmList(Kind.KEX),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The key exchange methods to propose, in order.");

  public static final Keyword<Optional<String>> KNOWN_HOSTS_COMMAND =
      Keyword.row(
          "KnownHostsCommand",
          Text.REST_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "A command that prints more known_hosts lines.");

  public static final Keyword<Optional<String>> LOCAL_COMMAND =
      Keyword.row(
          "LocalCommand",
          Text.REST_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "A command to run here after connecting.");

  public static final Keyword<List<Forward>> LOCAL_FORWARD =
      Keyword.row(
              "LocalForward",
              Forward.type(Forward.Kind.LOCAL),
              List.of(),
              Scope.MATCH,
              Merge.ADD,
              "A local port or socket that is taken to the remote side.")
          .withoutEffect();

  public static final Keyword<String> LOG_LEVEL =
      Keyword.row(
          "LogLevel", Names.LOG_LEVEL, "INFO", Scope.MATCH, Merge.FIRST, "How much to say.");

  public static final Keyword<List<String>> LOG_VERBOSE =
      Keyword.row(
              "LogVerbose",
              new Words(Form.FILES, Print.NONE_IF_EMPTY),
              List.of(),
              Scope.MATCH,
              Merge.FIRST,
              "Source places that log everything.")
          .withoutEffect();

  public static final Keyword<String> MACS =
      Keyword.row(
          "MACs",
          new AlgorithmList(Kind.MAC),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The MAC algorithms to propose, in order.");

  public static final Keyword<Boolean> NO_HOST_AUTHENTICATION_FOR_LOCALHOST =
      Keyword.row(
          "NoHostAuthenticationForLocalhost",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether the loopback's host key is not checked.");

  public static final Keyword<Integer> NUMBER_OF_PASSWORD_PROMPTS =
      Keyword.row(
          "NumberOfPasswordPrompts",
          Scalars.COUNT,
          3,
          Scope.MATCH,
          Merge.FIRST,
          "How often to ask for a password.");

  public static final Keyword<String> OBSCURE_KEYSTROKE_TIMING =
      Keyword.row(
          "ObscureKeystrokeTiming",
          Mixed.KEYSTROKES,
          "yes",
          Scope.MATCH,
          Merge.FIRST,
          "Whether the times between keystrokes are hidden.");

  public static final Keyword<Boolean> PASSWORD_AUTHENTICATION =
      Keyword.row(
          "PasswordAuthentication",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether to try password authentication.");

  public static final Keyword<Boolean> PERMIT_LOCAL_COMMAND =
      Keyword.row(
          "PermitLocalCommand",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether LocalCommand may run.");

  public static final Keyword<List<String>> PERMIT_REMOTE_OPEN =
      Keyword.row(
              "PermitRemoteOpen",
              new Words(Form.REMOTE_OPENS, Print.ANY_IF_EMPTY),
              List.of(),
              Scope.MATCH,
              Merge.FIRST,
              "Where remote SOCKS forwardings may connect to.")
          .withoutEffect();

  public static final Keyword<Integer> PORT =
      Keyword.row("Port", Scalars.PORT, 22, Scope.MATCH, Merge.FIRST, "The port to connect to.");

  public static final Keyword<Optional<String>> PREFERRED_AUTHENTICATIONS =
      Keyword.row(
          "PreferredAuthentications",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The order of authentication methods.");

  public static final Keyword<Optional<String>> PROXY_COMMAND =
      Keyword.row(
          "ProxyCommand",
          Text.REST_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The command whose input and output are the connection.");

  public static final Keyword<Optional<String>> PROXY_JUMP =
      Keyword.row(
          "ProxyJump",
          Jump.TYPE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The hosts to connect through.");

  public static final Keyword<Boolean> PROXY_USE_FDPASS =
      Keyword.row(
              "ProxyUseFdpass",
              Flag.TYPE,
              false,
              Scope.MATCH,
              Merge.FIRST,
              "Whether the proxy command passes a connected descriptor back.")
          .withoutEffect();

  public static final Keyword<String> PUBKEY_ACCEPTED_ALGORITHMS =
      Keyword.row(
          "PubkeyAcceptedAlgorithms",
          new AlgorithmList(Kind.HOST_KEY),
          "",
          Scope.MATCH,
          Merge.FIRST,
          "The signature algorithms for public key authentication.");

  public static final Keyword<String> PUBKEY_AUTHENTICATION =
      Keyword.row(
          "PubkeyAuthentication",
          new Choice("true=yes false=no yes no unbound host-bound"),
          "yes",
          Scope.MATCH,
          Merge.FIRST,
          "Whether to try public key authentication.");

  public static final Keyword<Optional<String>> REFUSE_CONNECTION =
      Keyword.row(
          "RefuseConnection",
          Text.REST_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "Refuse to connect, with this message.");

  public static final Keyword<RekeyLimit> REKEY_LIMIT =
      Keyword.row(
          "RekeyLimit",
          RekeyLimit.TYPE,
          new RekeyLimit(0, Optional.empty()),
          Scope.MATCH,
          Merge.ADD,
          "When to exchange keys again.");

  public static final Keyword<Optional<String>> REMOTE_COMMAND =
      Keyword.row(
          "RemoteCommand",
          Text.REST_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "The command to run at the other side.");

  public static final Keyword<List<Forward>> REMOTE_FORWARD =
      Keyword.row(
              "RemoteForward",
              Forward.type(Forward.Kind.REMOTE),
              List.of(),
              Scope.MATCH,
              Merge.ADD,
              "A remote port or socket that is taken to this side.")
          .withoutEffect();

  public static final Keyword<String> REQUEST_TTY =
      Keyword.row(
          "RequestTTY",
          new Choice("true=yes yes false=no no force auto"),
          "auto",
          Scope.MATCH,
          Merge.FIRST,
          "Whether to ask for a terminal.");

  public static final Keyword<Integer> REQUIRED_RSA_SIZE =
      Keyword.row(
          "RequiredRSASize",
          Scalars.COUNT,
          1024,
          Scope.MATCH,
          Merge.FIRST,
          "The least number of bits of an RSA key.");

  public static final Keyword<Optional<String>> REVOKED_HOST_KEYS =
      Keyword.row(
          "RevokedHostKeys",
          Text.WORD_OR_NONE,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "A file of host keys that are not to be trusted.");

  public static final Keyword<Optional<String>> SECURITY_KEY_PROVIDER =
      Keyword.row(
          "SecurityKeyProvider",
          Text.PROVIDER_OR_NONE,
          Optional.of("internal"),
          Scope.MATCH,
          Merge.FIRST,
          "The library that talks to security keys.");

  public static final Keyword<List<String>> SEND_ENV =
      Keyword.row(
          "SendEnv",
          new Words(Form.ENVIRONMENT_NAMES, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.ADD,
          "Patterns of environment variables to send.");

  public static final Keyword<Integer> SERVER_ALIVE_COUNT_MAX =
      Keyword.row(
          "ServerAliveCountMax",
          Scalars.COUNT,
          3,
          Scope.MATCH,
          Merge.FIRST,
          "How many unanswered keepalives end the connection.");

  public static final Keyword<Duration> SERVER_ALIVE_INTERVAL =
      Keyword.row(
          "ServerAliveInterval",
          Scalars.TIME,
          Duration.ZERO,
          Scope.MATCH,
          Merge.FIRST,
          "After how much silence to send a keepalive.");

  public static final Keyword<String> SESSION_TYPE =
      Keyword.row(
          "SessionType",
          new Choice("none subsystem default"),
          "default",
          Scope.MATCH,
          Merge.FIRST,
          "Whether to run a command, a subsystem or nothing.");

  public static final Keyword<List<String>> SET_ENV =
      Keyword.row(
          "SetEnv",
          new Words(Form.ENVIRONMENT, Print.LINES),
          List.of(),
          Scope.MATCH,
          Merge.FIRST,
          "Environment variables to send, with their values.");

  public static final Keyword<Boolean> STDIN_NULL =
      Keyword.row(
          "StdinNull",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether standard input is /dev/null.");

  public static final Keyword<Integer> STREAM_LOCAL_BIND_MASK =
      Keyword.row(
              "StreamLocalBindMask",
              Scalars.MASK,
              0177,
              Scope.MATCH,
              Merge.LAST_ANYWHERE,
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

  public static final Keyword<String> STRICT_HOST_KEY_CHECKING =
      Keyword.row(
          "StrictHostKeyChecking",
          new Choice("true=yes false=no yes no ask off=no accept-new"),
          "ask",
          Scope.MATCH,
          Merge.FIRST,
          "What to do about host keys that are not known.");

  public static final Keyword<String> SYSLOG_FACILITY =
      Keyword.row(
          "SyslogFacility",
          Names.FACILITY,
          "USER",
          Scope.MATCH,
          Merge.FIRST_ANYWHERE,
          "The facility of messages to the system log.");

  public static final Keyword<Boolean> TCP_KEEP_ALIVE =
      Keyword.row(
          "TCPKeepAlive",
          Flag.TYPE,
          true,
          Scope.MATCH,
          Merge.FIRST,
          "Whether TCP keepalives are sent.");

  public static final Keyword<Optional<String>> TAG =
      Keyword.row(
          "Tag",
          Text.WORD,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "A name that Match tagged tests.");

  public static final Keyword<String> TUNNEL =
      Keyword.row(
              "Tunnel",
              new Choice(
                  "ethernet point-to-point true=point-to-point yes=point-to-point false=no no"),
              "no",
              Scope.MATCH,
              Merge.FIRST,
              "Whether to forward a tunnel device.")
          .withoutEffect();

  public static final Keyword<TunnelDevices> TUNNEL_DEVICE =
      Keyword.row(
              "TunnelDevice",
              TunnelDevices.TYPE,
              TunnelDevices.DEFAULT,
              Scope.MATCH,
              Merge.FIRST,
              "The tunnel devices to forward.")
          .withoutEffect();

  public static final Keyword<String> UPDATE_HOST_KEYS =
      Keyword.row(
          "UpdateHostKeys",
          new Choice("true=yes false=no yes no ask"),
          "yes",
          Scope.MATCH,
          Merge.FIRST,
          "Whether further keys of a proven host are added to known_hosts.");

  public static final Keyword<Optional<String>> USER =
      Keyword.row(
          "User", Text.WORD, Optional.empty(), Scope.MATCH, Merge.FIRST, "The name to log in by.");

  public static final Keyword<List<String>> USER_KNOWN_HOSTS_FILE =
      Keyword.row(
          "UserKnownHostsFile",
          new Words(Form.FILES, Print.NONE_IF_EMPTY),
          List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2"),
          Scope.MATCH,
          Merge.FIRST,
          "The user's known_hosts files.");

  public static final Keyword<String> VERIFY_HOST_KEY_DNS =
      Keyword.row(
              "VerifyHostKeyDNS",
              new Choice("true=yes false=no yes no ask"),
              "no",
              Scope.MATCH,
              Merge.FIRST,
              "Whether SSHFP records vouch for host keys.")
          .withoutEffect();

  public static final Keyword<Optional<String>> VERSION_ADDENDUM =
      Keyword.row(
          "VersionAddendum",
          Text.ADDENDUM,
          Optional.empty(),
          Scope.MATCH,
          Merge.FIRST,
          "What is added to the identification string.");

  public static final Keyword<Boolean> VISUAL_HOST_KEY =
      Keyword.row(
          "VisualHostKey",
          Flag.TYPE,
          false,
          Scope.MATCH,
          Merge.FIRST,
          "Whether a picture of the host key is shown.");

  public static final Keyword<String> WARN_WEAK_CRYPTO =
      Keyword.row(
          "WarnWeakCrypto",
          new Choice("true=yes false=no yes no no-pq-kex"),
          "yes",
          Scope.MATCH,
          Merge.FIRST,
          "Whether to warn of a key exchange that is not post-quantum.");

  public static final Keyword<Optional<String>> XAUTH_LOCATION =
      Keyword.row(
              "XAuthLocation",
              Text.WORD,
              Optional.of("/usr/bin/xauth"),
              Scope.MATCH,
              Merge.FIRST,
              "The xauth program.")
          .withoutEffect();

  static final KeywordTable TABLE =
      KeywordTable.of(
              List.of(
                  ADD_KEYS_TO_AGENT,
                  ADDRESS_FAMILY,
                  BATCH_MODE,
                  BIND_ADDRESS,
                  BIND_INTERFACE,
                  CANONICAL_DOMAINS,
                  CANONICALIZE_FALLBACK_LOCAL,
                  CANONICALIZE_HOSTNAME,
                  CANONICALIZE_MAX_DOTS,
                  CANONICALIZE_PERMITTED_CNAMES,
                  CA_SIGNATURE_ALGORITHMS,
                  CERTIFICATE_FILE,
                  CHANNEL_TIMEOUT,
                  CHECK_HOST_IP,
                  CIPHERS,
                  CLEAR_ALL_FORWARDINGS,
                  COMPRESSION,
                  CONNECTION_ATTEMPTS,
                  CONNECT_TIMEOUT,
                  CONTROL_MASTER,
                  CONTROL_PATH,
                  CONTROL_PERSIST,
                  DYNAMIC_FORWARD,
                  ENABLE_ESCAPE_COMMANDLINE,
                  ENABLE_SSH_KEYSIGN,
                  ESCAPE_CHAR,
                  EXIT_ON_FORWARD_FAILURE,
                  FINGERPRINT_HASH,
                  FORK_AFTER_AUTHENTICATION,
                  FORWARD_AGENT,
                  FORWARD_X11,
                  FORWARD_X11_TIMEOUT,
                  FORWARD_X11_TRUSTED,
                  GATEWAY_PORTS,
                  GLOBAL_KNOWN_HOSTS_FILE,
                  GSSAPI_AUTHENTICATION,
                  GSSAPI_DELEGATE_CREDENTIALS,
                  HASH_KNOWN_HOSTS,
                  HOSTBASED_ACCEPTED_ALGORITHMS,
                  HOSTBASED_AUTHENTICATION,
                  HOST_KEY_ALGORITHMS,
                  HOST_KEY_ALIAS,
                  HOST_NAME,
                  IDENTITIES_ONLY,
                  IDENTITY_AGENT,
                  IDENTITY_FILE,
                  IGNORE_UNKNOWN,
                  IPQOS,
                  KBD_INTERACTIVE_AUTHENTICATION,
                  KBD_INTERACTIVE_DEVICES,
                  KEX_ALGORITHMS,
                  KNOWN_HOSTS_COMMAND,
                  LOCAL_COMMAND,
                  LOCAL_FORWARD,
                  LOG_LEVEL,
                  LOG_VERBOSE,
                  MACS,
                  NO_HOST_AUTHENTICATION_FOR_LOCALHOST,
                  NUMBER_OF_PASSWORD_PROMPTS,
                  OBSCURE_KEYSTROKE_TIMING,
                  PASSWORD_AUTHENTICATION,
                  PERMIT_LOCAL_COMMAND,
                  PERMIT_REMOTE_OPEN,
                  PORT,
                  PREFERRED_AUTHENTICATIONS,
                  PROXY_COMMAND,
                  PROXY_JUMP,
                  PROXY_USE_FDPASS,
                  PUBKEY_ACCEPTED_ALGORITHMS,
                  PUBKEY_AUTHENTICATION,
                  REFUSE_CONNECTION,
                  REKEY_LIMIT,
                  REMOTE_COMMAND,
                  REMOTE_FORWARD,
                  REQUEST_TTY,
                  REQUIRED_RSA_SIZE,
                  REVOKED_HOST_KEYS,
                  SECURITY_KEY_PROVIDER,
                  SEND_ENV,
                  SERVER_ALIVE_COUNT_MAX,
                  SERVER_ALIVE_INTERVAL,
                  SESSION_TYPE,
                  SET_ENV,
                  STDIN_NULL,
                  STREAM_LOCAL_BIND_MASK,
                  STREAM_LOCAL_BIND_UNLINK,
                  STRICT_HOST_KEY_CHECKING,
                  SYSLOG_FACILITY,
                  TCP_KEEP_ALIVE,
                  TAG,
                  TUNNEL,
                  TUNNEL_DEVICE,
                  UPDATE_HOST_KEYS,
                  USER,
                  USER_KNOWN_HOSTS_FILE,
                  VERIFY_HOST_KEY_DNS,
                  VERSION_ADDENDUM,
                  VISUAL_HOST_KEY,
                  WARN_WEAK_CRYPTO,
                  XAUTH_LOCATION))
          .alias("challengeresponseauthentication", KBD_INTERACTIVE_AUTHENTICATION)
          .alias("skeyauthentication", KBD_INTERACTIVE_AUTHENTICATION)
          .alias("tisauthentication", KBD_INTERACTIVE_AUTHENTICATION)
          .alias("dsaauthentication", PUBKEY_AUTHENTICATION)
          .alias("identityfile2", IDENTITY_FILE)
          .alias("keepalive", TCP_KEEP_ALIVE)
          .alias("hostbasedkeytypes", HOSTBASED_ACCEPTED_ALGORITHMS)
          .alias("pubkeyacceptedkeytypes", PUBKEY_ACCEPTED_ALGORITHMS)
          .deprecated(
              "cipher fallbacktorsh globalknownhostsfile2 rhostsauthentication userknownhostsfile2"
                  + " useroaming usersh useprivilegedport")
          .unsupported(
              "afstokenpassing kerberosauthentication kerberostgtpassing rsaauthentication"
                  + " rhostsrsaauthentication compressionlevel pkcs11provider smartcarddevice")
          .ignored("protocol")
          .structural("host match include");

  /** All rows, in the order of the manual. */
  public static List<Keyword<?>> all() {
    return TABLE.rows();
  }
}
