package dev.aikagi.kerberos;

import dev.aikagi.SecretBytes;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.jspecify.annotations.Nullable;

/** A file of credentials of version 4, as MIT's and Heimdal's libraries read it: one ticket. */
final class TicketCache {
  private static final short VERSION = 0x0504;
  private static final int IPV4 = 2;
  private static final int IPV6 = 24;

  private final ByteBuffer out;

  private TicketCache(int size) {
    out = ByteBuffer.allocate(size);
  }

  static SecretBytes of(KerberosTicket ticket) {
    byte[] encoded = ticket.getEncoded();
    byte[] key = ticket.getSessionKey().getEncoded();
    // Names of both principals, twice and once; a realm and a user have some hundred bytes at most.
    int names = 3 * (length(ticket.getClient()) + length(ticket.getServer()));
    TicketCache cache = new TicketCache(1024 + encoded.length + key.length + names);
    try {
      cache.out.putShort(VERSION).putShort((short) 0);
      cache.principal(ticket.getClient());
      cache.credential(ticket, key, encoded);
      return SecretBytes.taking(Arrays.copyOf(cache.out.array(), cache.out.position()));
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(cache.out.array(), (byte) 0);
    }
  }

  private static int length(KerberosPrincipal p) {
    return p.getName().getBytes(StandardCharsets.UTF_8).length * 2 + 256;
  }

  private void credential(KerberosTicket ticket, byte[] key, byte[] encoded) {
    principal(ticket.getClient());
    principal(ticket.getServer());
    out.putShort((short) ticket.getSessionKeyType());
    data(key);
    time(ticket.getAuthTime());
    time(ticket.getStartTime());
    time(ticket.getEndTime());
    time(ticket.getRenewTill());
    out.put((byte) 0); // The ticket is encrypted with no session key.
    out.putInt(flags(ticket.getFlags()));
    addresses(ticket.getClientAddresses());
    out.putInt(0); // No authorisation data beside the ticket's.
    data(encoded);
    data(new byte[0]); // No second ticket.
  }

  private void principal(KerberosPrincipal principal) {
    List<String> parts = parts(principal.getName());
    out.putInt(principal.getNameType()).putInt(parts.size());
    data(principal.getRealm().getBytes(StandardCharsets.UTF_8));
    parts.forEach(p -> data(p.getBytes(StandardCharsets.UTF_8)));
  }

  /** The components of the name before the realm; a backslash takes the next character as it is. */
  static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < name.length() && name.charAt(i) != '@'; i++) {
      char c = name.charAt(i);
      if (c == '/') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        boolean escaped = c == '\\' && i + 1 < name.length();
        part.append(escaped ? name.charAt(++i) : c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private void addresses(InetAddress @Nullable [] addresses) {
    InetAddress[] all = addresses == null ? new InetAddress[0] : addresses;
    int count = Math.min(all.length, 16);
    out.putInt(count);
    for (int i = 0; i < count; i++) {
      byte[] address = all[i].getAddress();
      out.putShort((short) (address.length == 4 ? IPV4 : IPV6));
      data(address);
    }
  }

  /** The first flag is the highest bit. */
  private static int flags(boolean[] flags) {
    int bits = 0;
    for (int i = 0; i < Math.min(flags.length, Integer.SIZE); i++) {
      bits |= flags[i] ? 1 << (Integer.SIZE - 1 - i) : 0;
    }
    return bits;
  }

  private void time(@Nullable Date time) {
    out.putInt(time == null ? 0 : (int) time.toInstant().getEpochSecond());
  }

  private void data(byte[] bytes) {
    out.putInt(bytes.length).put(bytes);
  }
}
