package dev.aikagi.agent;

import dev.aikagi.Bytes;
import java.util.List;

/**
 * The keys of a smartcard, as an agent is told of them (RFC 9987 section 5.2).
 *
 * @param id what names the card to the agent: to OpenSSH's, the path of a PKCS#11 library
 * @param certificates for some of the keys (associated-certs-v00@openssh.com of OpenSSH's
 *     PROTOCOL.agent, which agents of before 2024 do not know)
 * @param certificatesOnly whether a key that has a certificate is held without its plain form; of
 *     no meaning where there are no certificates
 */
public record CardKeys(String id, List<Bytes> certificates, boolean certificatesOnly) {
  public CardKeys {
    certificates = List.copyOf(certificates);
  }
}
