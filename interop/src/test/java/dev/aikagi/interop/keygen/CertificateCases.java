package dev.aikagi.interop.keygen;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Command lines of ssh-keygen -s: good and bad options, intervals, numbers, names and types. */
final class CertificateCases {
  private static final List<String> FLAGS =
      List.of(
          "clear",
          "no-x11-forwarding",
          "permit-X11-forwarding",
          "no-agent-forwarding",
          "permit-agent-forwarding",
          "no-port-forwarding",
          "permit-port-forwarding",
          "no-pty",
          "permit-pty",
          "no-user-rc",
          "permit-user-rc",
          "touch-required",
          "no-touch-required",
          "verify-required",
          "no-verify-required");

  /** None of them twice, nor with the name of a flag: OpenSSH writes such options twice. */
  private static final List<String> TEXTS =
      List.of(
          "force-command=ls -l",
          "source-address=192.0.2.0/24,2001:db8::/32",
          "extension:a@example",
          "extension:b@example=text",
          "extension:Z=",
          "critical:a@example",
          "critical:x=1=2",
          "critical:é=ü");

  private static final List<String> BAD_OPTIONS =
      List.of(
          "",
          "bogus",
          "permit-pty=x",
          "permit-",
          "force-command",
          "force-command=",
          "source-address=",
          "source-address=foo",
          "source-address=foo,bar",
          "source-address=1.2.3.4/8",
          "source-address=1.2.3.4/33",
          "source-address=1.2.3.4/129",
          "source-address=1.2.3.4/x",
          "source-address=1.2.3.4/",
          "source-address=!1.2.3.4",
          "source-address=1.2.3.*",
          "source-address=1.2.3.4,",
          "source-address=,1.2.3.4",
          "source-address=1.2.3.4,,foo",
          "source-address=1.2.3.4 ,5.6.7.8",
          "source-address=a.b.c",
          "source-address=::1/129",
          "source-address=1::2::3",
          "source-address=" + "a".repeat(63),
          "extension",
          "critical=x",
          "EXTENSIONS:x");

  private static final List<String> GOOD_OPTIONS =
      List.of(
          "CLEAR",
          "Permit-PTY",
          "NO-USER-RC",
          "Force-Command=x y\tz",
          "Source-Address=1.2.3.4",
          "source-address=1.2.3",
          "source-address=::ffff:1.2.3.4",
          "source-address=10.0.0.0/8,::1",
          "source-address=0.0.0.0/0",
          "Extension:x",
          "extension:",
          "extension:=x",
          "CRITICAL:Q=z",
          "critical:permit-pty",
          "critical:force-command=");

  private static final List<String> INTERVALS =
      List.of(
          "always:forever",
          "always:20300101",
          "20300101:forever",
          "20200101:20300101",
          "202001010000:203001010000",
          "20200101000000:20300101235959",
          "20200101Z:20300101z",
          "20200101UTC:20300101utc",
          "20200230Z:20300101Z",
          "20200101000060Z:20300101Z",
          "20200101000061Z:forever",
          "19700101Z:20200101Z",
          "19700102Z:20200101Z",
          "20380119Z:20500101Z",
          "99991231Z:forever",
          "0x0:0xffffffffffffffff",
          "0x10:0x20",
          "0x5:0xFFFFFFFF",
          "0x0005:forever",
          "+1h",
          "+52w",
          "+1h30m30s",
          "+30",
          "+1H",
          "+1W1D1M1S",
          "+1h5",
          "+1h 5",
          "+ 1h",
          "++1h",
          "+0",
          "+-0",
          "+2147483647",
          "-1h:+1h",
          "+1h:+2h",
          "+1h:forever",
          "always:+5m",
          "-1w2d3h4m5s:+5m",
          "20200101Z:+1d");

  private static final List<String> BAD_INTERVALS =
      List.of(
          "",
          ":",
          "a:",
          ":b",
          "x",
          "-1h",
          "20200101",
          "20200101:",
          ":20200101",
          "+1h:",
          "+1x",
          "+x",
          "+",
          "+-1",
          "+1h ",
          "+0x10",
          "+1.5h",
          "+2147483648",
          "+9223372036854775807",
          "+99999999999999999999:+1",
          "-99999999999:+1",
          "-2147483647:+1",
          "-0:+0",
          "+5h:+1h",
          "+1h::",
          "always:always",
          "forever:always",
          "Always:forever",
          "always:FOREVER",
          "20300101:20200101",
          "20300101:20300101",
          "20200101:20300101:20400101",
          "2020010:20300101",
          "2020010100:20300101",
          "20201301:20300101",
          "20200001:20300101",
          "20200100:20300101",
          "20200132:20300101",
          "20200101240000:20300101",
          "202001010060:20300101",
          "20200101000062:20300101",
          "20200101zz:20300101",
          "z:20300101",
          "utc:forever",
          "0x:0x5",
          "0xg:0x5",
          "0X5:0x9",
          "0x5:0x5",
          "0x1:0x1ffffffffffffffff");

  private static final List<String> SERIALS =
      List.of("0", "1", "007", "+0", "+1", "9223372036854775808", "18446744073709551615");

  private static final List<String> BAD_SERIALS =
      List.of(
          "", "+", "++1", "-1", " 1", "1 ", "1x", "0x10", "18446744073709551616", "9".repeat(40));

  private static final List<String> NAMES =
      List.of("a", "a,b", "a b", "*.example,h", "é", "a\\b", "x".repeat(300), "1,1");

  private final Random random = new Random(20);
  private final Consumer<List<String>> out;

  private CertificateCases(Consumer<List<String>> out) {
    this.out = out;
  }

  /** CA, RSA and EC stand for authorities; the key to be signed is added to each. */
  static List<List<String>> all() {
    List<List<String>> all = new ArrayList<>();
    CertificateCases cases = new CertificateCases(all::add);
    cases.options();
    cases.combinations();
    cases.values("-V", INTERVALS);
    cases.values("-V", BAD_INTERVALS);
    cases.values("-z", SERIALS);
    cases.values("-z", BAD_SERIALS);
    cases.values("-n", NAMES);
    cases.values("-n", List.of("", ",", "a,", ",a", "a,,b", "x" + ",x".repeat(256)));
    cases.values("-n", List.of("x" + ",x".repeat(255)));
    cases.values("-I", List.of("", "id", "an id", "é \\ \"q\"", "x".repeat(200)));
    cases.types();
    return all;
  }

  private void add(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    if (!line.contains("-s")) {
      line.addAll(List.of("-s", "CA"));
    }
    if (!line.contains("-I")) {
      line.addAll(List.of("-I", "id"));
    }
    out.accept(line);
  }

  private void values(String letter, List<String> values) {
    values.forEach(value -> add(letter, value));
  }

  private void options() {
    for (String option : FLAGS) {
      add("-O", option);
      add("-h", "-O", option);
      add("-O", option, "-O", "clear");
    }
    values("-O", TEXTS);
    values("-O", GOOD_OPTIONS);
    values("-O", BAD_OPTIONS);
    add("-O", "force-command=a", "-O", "force-command=b");
    add("-O", "source-address=::1", "-O", "source-address=::1");
    add("-O", "permit-pty", "-O", "bogus", "-O", "worse");
    add("-q");
    add("-h");
  }

  private void combinations() {
    for (int i = 0; i < 60; i++) {
      List<String> words = new ArrayList<>();
      if (random.nextInt(4) == 0) {
        words.add("-h");
      }
      for (int n = random.nextInt(6); n >= 0; n--) {
        words.addAll(List.of("-O", FLAGS.get(random.nextInt(FLAGS.size()))));
      }
      for (String text : TEXTS) {
        if (random.nextInt(4) == 0) {
          words.addAll(0, List.of("-O", text));
        }
      }
      words.addAll(List.of("-z", Long.toUnsignedString(random.nextLong())));
      words.addAll(List.of("-n", NAMES.get(random.nextInt(NAMES.size()))));
      add(words.toArray(String[]::new));
    }
  }

  private void types() {
    for (String authority : List.of("CA", "RSA", "EC")) {
      for (String type :
          List.of(
              "rsa",
              "RSA",
              "ssh-rsa",
              "rsa-sha2-256",
              "rsa-sha2-512",
              "ecdsa",
              "ecdsa-sha2-nistp256",
              "ecdsa-sha2-nistp384",
              "ed25519",
              "ssh-ed25519",
              "ed25519-sk",
              "foo",
              "")) {
        add("-s", authority, "-t", type);
      }
      add("-s", authority);
    }
  }
}
