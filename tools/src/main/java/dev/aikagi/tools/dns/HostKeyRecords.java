package dev.aikagi.tools.dns;

import dev.aikagi.Bytes;
import dev.aikagi.key.PublicKey;
import dev.aikagi.key.SshfpRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SSHFPRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The SSHFP records of a host (RFC 4255).
 *
 * @param secure whether a resolver that this machine trusts has validated them by DNSSEC
 */
public record HostKeyRecords(List<SshfpRecord> records, boolean secure) {
  /** Answers that fit everywhere without fragments (DNS flag day 2020). */
  private static final int PAYLOAD = 1232;

  /** More keys than any host has; the rest of a strange answer is not looked at. */
  private static final int MAX_RECORDS = 64;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  public HostKeyRecords {
    records = List.copyOf(records);
  }

  /** What the records say of a key. */
  public enum Verdict {
    /** There are none, or none for keys of its algorithm by a hash that is known. */
    SILENT,
    /** All that concern it are of this key. */
    MATCHES,
    /**
     * One that concerns it is of another key: an attacker who can add records, but not remove them,
     * must not win.
     */
    DIFFERS
  }

  /**
   * Asks the resolvers of this machine (/etc/resolv.conf); waits 10 seconds at most.
   *
   * @param host as it is connected to
   * @throws IOException where none answers, or the answer is a failure; its message says which
   */
  public static HostKeyRecords of(String host) throws IOException {
    // The library speaks to a logger that this program does not have, and would say so.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Resolver resolver = new ExtendedResolver();
    return ask(resolver, host, TrustedResolver.isTrusted(Path.of("/etc/resolv.conf")));
  }

  static HostKeyRecords ask(Resolver resolver, String host, boolean trusted) throws IOException {
    resolver.setTimeout(LIMIT);
    resolver.setEDNS(0, PAYLOAD, ExtendedFlags.DO);
    Name name = Name.fromString(host, Name.root);
    Message query = Message.newQuery(Record.newRecord(name, Type.SSHFP, DClass.IN));
    query.getHeader().setFlag(Flags.AD);
    return of(send(resolver, query), trusted);
  }

  /** The library has no name for some faults of an answer, such as a time to live of 2^31. */
  private static Message send(Resolver resolver, Message query) throws IOException {
    try {
      return resolver.send(query);
    } catch (RuntimeException e) {
      throw new IOException("an answer that cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * What an answer says, whoever gave it.
   *
   * @param trusted whether its word is taken that the records are validated
   * @throws IOException where it is a failure
   */
  public static HostKeyRecords of(Message answer, boolean trusted) throws IOException {
    if (answer.getRcode() != Rcode.NOERROR) {
      throw new IOException(Rcode.string(answer.getRcode()));
    }
    List<SshfpRecord> records = new ArrayList<>();
    for (Record r : answer.getSection(Section.ANSWER)) {
      if (r instanceof SSHFPRecord sshfp && records.size() < MAX_RECORDS) {
        records.add(
            new SshfpRecord(
                sshfp.getAlgorithm(), sshfp.getDigestType(), Bytes.of(sshfp.getFingerPrint())));
      }
    }
    return new HostKeyRecords(records, trusted && answer.getHeader().getFlag(Flags.AD));
  }

  public Verdict verdict(PublicKey key) {
    Verdict verdict = Verdict.SILENT;
    for (SshfpRecord shown : SshfpRecord.all(key)) {
      for (SshfpRecord found : records) {
        if (found.concerns(shown)) {
          if (!found.equals(shown)) {
            return Verdict.DIFFERS;
          }
          verdict = Verdict.MATCHES;
        }
      }
    }
    return verdict;
  }
}
