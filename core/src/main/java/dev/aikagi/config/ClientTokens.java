package dev.aikagi.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The tokens that nearly every expanding keyword of ssh_config(5) knows. */
final class ClientTokens {
  private ClientTokens() {}

  /** %C %d %h %i %j %k %L %l %n %p %r %u. */
  static Tokens of(Values values, Surroundings here, String originalHost, String host) {
    String port = Integer.toString(values.value(ClientKeywords.PORT));
    String user = values.value(ClientKeywords.USER).orElseGet(here::userName);
    String jump = values.value(ClientKeywords.PROXY_JUMP).orElse("");
    return new Tokens()
        .with('C', () -> hash(here.hostName() + host + port + user + jump))
        .with('d', here::homeDirectory)
        .with('h', host)
        .with('i', () -> Long.toString(here.userId()))
        .with('j', jump)
        .with('k', values.value(ClientKeywords.HOST_KEY_ALIAS).orElse(host))
        .with('L', () -> firstLabel(here.hostName()))
        .with('l', here::hostName)
        .with('n', originalHost)
        .with('p', port)
        .with('r', user)
        .with('u', here::userName);
  }

  private static String firstLabel(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** %C names sockets, it protects nothing; SHA-1 is what OpenSSH makes it of. */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
