package dev.aikagi.fuzz;

import dev.aikagi.auth.GssContext;
import dev.aikagi.auth.GssException;
import dev.aikagi.kerberos.KerberosAcceptor;
import dev.aikagi.kerberos.KerberosInitiator;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;

/**
 * What the two sides of Kerberos make of a token: a step or a {@link GssException}, and nothing
 * else. The JDK reads the tokens, with keys that the target makes up; no distribution centre is
 * asked.
 */
public final class KerberosTokenTarget {
  private static final String REALM = "F";
  private static final String CLIENT = "a@" + REALM;
  private static final String SERVER = "host/h@" + REALM;
  private static final int AES256 = 18;
  private static final byte[] KEY = new byte[32];
  private static final Path FOLDER = folder();
  private static final Subject SUBJECT = subject();

  private KerberosTokenTarget() {}

  /** Called by Jazzer. The first byte says which side hears it. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] token = Arrays.copyOfRange(data, 1, data.length);
    try (GssContext context = data[0] % 2 == 0 ? acceptor() : initiator()) {
      Found.sayNothing(context.step(token));
      Found.check(!context.isEstablished(), "established by nobody");
    } catch (GssException e) {
      Found.sayNothing(e.reason().summary());
    }
  }

  private static GssContext acceptor() throws GssException {
    return new KerberosAcceptor(FOLDER.resolve("keytab")).accept();
  }

  private static GssContext initiator() throws GssException {
    try {
      return Subject.callAs(
          SUBJECT,
          () -> {
            GssContext context = new KerberosInitiator("h", false).initiate();
            Found.check(context.step(new byte[0]).length > 0, "no first token");
            return context;
          });
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof GssException gss) {
        throw gss;
      }
      throw e;
    }
  }

  private static Subject subject() {
    Date now = Date.from(Instant.now());
    Date later = Date.from(Instant.now().plusSeconds(1_000_000));
    KerberosTicket ticket =
        new KerberosTicket(
            ticket(),
            new KerberosPrincipal(CLIENT),
            new KerberosPrincipal(SERVER, KerberosPrincipal.KRB_NT_SRV_HST),
            KEY,
            AES256,
            new boolean[32],
            now,
            now,
            later,
            null,
            null);
    Subject subject = new Subject();
    subject.getPrincipals().add(new KerberosPrincipal(CLIENT));
    subject.getPrivateCredentials().add(ticket);
    return subject;
  }

  /** A Ticket of RFC 4120 section 5.3, whose encrypted part is nothing. */
  private static byte[] ticket() {
    byte[] names = der(0x30, der(0x1b, ascii("host")), der(0x1b, ascii("h")));
    byte[] server = der(0x30, der(0xa0, der(0x02, new byte[] {3})), der(0xa1, names));
    byte[] sealed =
        der(0x30, der(0xa0, der(0x02, new byte[] {AES256})), der(0xa2, der(0x04, new byte[32])));
    return der(
        0x61,
        der(
            0x30,
            der(0xa0, der(0x02, new byte[] {5})),
            der(0xa1, der(0x1b, ascii(REALM))),
            der(0xa2, server),
            der(0xa3, sealed)));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(body.size());
    out.writeBytes(body.toByteArray());
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** With a krb5.conf, which the JDK wants before all, and the server's keys. */
  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("aikagi-fuzz");
      Path conf = folder.resolve("krb5.conf");
      Path keytab = folder.resolve("keytab");
      Files.writeString(
          conf,
          """
          [libdefaults]
          default_realm = F
          dns_lookup_kdc = false
          dns_lookup_realm = false
          dns_canonicalize_hostname = false
          """);
      Files.write(keytab, keytab());
      System.setProperty("java.security.krb5.conf", conf.toString());
      System.setProperty("sun.security.krb5.rcache", "none");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(keytab, conf, folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path... all) {
    for (Path path : all) {
      try {
        Files.delete(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static byte[] keytab() throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(entry);
    out.writeShort(2);
    for (String word : new String[] {REALM, "host", "h"}) {
      out.writeShort(word.length());
      out.write(ascii(word));
    }
    out.writeInt(KerberosPrincipal.KRB_NT_SRV_HST);
    out.writeInt(0);
    out.writeByte(1);
    out.writeShort(AES256);
    out.writeShort(KEY.length);
    out.write(KEY);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream whole = new DataOutputStream(file);
    whole.writeShort(0x502);
    whole.writeInt(entry.size());
    whole.write(entry.toByteArray());
    return file.toByteArray();
  }
}
