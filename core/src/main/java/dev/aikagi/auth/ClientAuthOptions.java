package dev.aikagi.auth;

import dev.aikagi.Bytes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who wants in, with what, and what is known of the server.
 *
 * @param host as prompts name it: {@code user@host's password:}
 * @param methods in the order of preference
 * @param serverSigAlgs the server's server-sig-algs (RFC 8308 section 3.1); null where it sent none
 * @param serverHostKey blob of the host key of this connection; null switches hostbound off
 * @param serverKnowsHostbound the server sent publickey-hostbound@openssh.com=0
 * @param refuseNone whether a server that lets anybody in is refused (CVE-2021-36367)
 * @param maxRequests requests after which the client gives up
 */
public record ClientAuthOptions(
    String userName,
    String host,
    List<ClientMethod> methods,
    @Nullable List<String> serverSigAlgs,
    @Nullable Bytes serverHostKey,
    boolean serverKnowsHostbound,
    boolean refuseNone,
    int maxRequests,
    ClientAuthObserver observer) {

  /** A server that is still not content after so many requests never will be. */
  public static final int DEFAULT_MAX_REQUESTS = 256;

  public ClientAuthOptions {
    Objects.requireNonNull(userName);
    methods = List.copyOf(methods);
    serverSigAlgs = serverSigAlgs == null ? null : List.copyOf(serverSigAlgs);
  }

  public static ClientAuthOptions of(String userName, String host, List<ClientMethod> methods) {
    return new ClientAuthOptions(
        userName,
        host,
        methods,
        null,
        null,
        false,
        false,
        DEFAULT_MAX_REQUESTS,
        ClientAuthObserver.SILENT);
  }

  /** With what the server's EXT_INFO and the key exchange told. */
  public ClientAuthOptions server(
      @Nullable List<String> sigAlgs, @Nullable Bytes hostKey, boolean knowsHostbound) {
    return new ClientAuthOptions(
        userName,
        host,
        methods,
        sigAlgs,
        hostKey,
        knowsHostbound,
        refuseNone,
        maxRequests,
        observer);
  }

  public ClientAuthOptions observer(ClientAuthObserver newObserver) {
    return new ClientAuthOptions(
        userName,
        host,
        methods,
        serverSigAlgs,
        serverHostKey,
        serverKnowsHostbound,
        refuseNone,
        maxRequests,
        newObserver);
  }

  public ClientAuthOptions refuseNone(boolean refuse) {
    return new ClientAuthOptions(
        userName,
        host,
        methods,
        serverSigAlgs,
        serverHostKey,
        serverKnowsHostbound,
        refuse,
        maxRequests,
        observer);
  }
}
