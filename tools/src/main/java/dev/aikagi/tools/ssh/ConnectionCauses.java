package dev.aikagi.tools.ssh;

import dev.aikagi.Reason;
import dev.aikagi.config.ClientConfig;
import dev.aikagi.config.ClientKeywords;
import dev.aikagi.config.HostLines;
import dev.aikagi.config.Keyword;
import dev.aikagi.config.Position;
import dev.aikagi.pattern.Nearest;
import dev.aikagi.tools.explain.Finding;
import dev.aikagi.tools.explain.Rank;
import dev.aikagi.tools.explain.Remedy;
import dev.aikagi.tools.explain.Sed;
import dev.aikagi.tools.explain.Sh;
import dev.aikagi.tools.explain.Words;
import dev.aikagi.trust.KnownHostsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why there is no connection, or none to an SSH server. */
record ConnectionCauses(ClientConfig config, Typed typed) {
  private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)]:([0-9]{1,5})");
  private static final String LOG = "journalctl -u ssh -n 20 --no-pager";
  private static final String FORWARDING =
      "sudo /usr/sbin/sshd -T | grep -iE '^(allowtcpforwarding|disableforwarding|permitopen)'";

  /** One at least. */
  List<Finding> of(Reason reason) {
    return List.of(
        switch (reason) {
          case ConnectReason.UnknownHost r -> unknownHost(r);
          case ConnectReason.Refused r ->
              otherPort(r.address(), r.port()).orElseGet(() -> refused(r));
          case ConnectReason.BadBind r -> badBind(r);
          case ConnectReason.ProxyFailed r -> proxy(r);
          case BannerReason.ProxyEnded r -> proxy(r);
          case BannerReason.NotSsh r ->
              otherPort(config.host(), config.value(ClientKeywords.PORT))
                  .map(f -> f.seen(Words.of("seen.said", "text", r.firstLine())))
                  .orElseGet(() -> Finding.of(Rank.CERTAIN, r).seen(settings()));
          case BannerReason.Closed r ->
              Finding.of(
                  Rank.CERTAIN, r, Remedy.server(LOG), Remedy.server("sudo /usr/sbin/sshd -t"));
          case BannerReason.WentAway r -> Finding.of(Rank.CERTAIN, r, Remedy.server(LOG));
          case SessionReason.Refused r -> Finding.of(Rank.CERTAIN, r, Remedy.server(LOG));
          case JumpReason r -> jump(r);
          default -> Finding.of(Rank.CERTAIN, reason).seen(settings());
        });
  }

  private Finding jump(JumpReason reason) {
    return switch (reason) {
      case JumpReason.Prohibited r ->
          Finding.of(Rank.CERTAIN, r, Remedy.server(FORWARDING), Remedy.server(LOG))
              .seen(Words.of("seen.said", "text", r.text()))
              .at(r.jump());
      case JumpReason.UnknownHost r -> {
        Finding here = unknownHost(new ConnectReason.UnknownHost(r.host(), r.fault()));
        yield here.reason() instanceof ConnectReason.MisspeltHost
            ? here
            : Finding.of(Rank.CERTAIN, r, Remedy.server(Sh.line("getent", "hosts", r.host())))
                .seen(settings())
                .at(r.jump());
      }
      case JumpReason.Unreachable r ->
          otherPort(r.host(), r.port()).orElseGet(() -> fromThere(r, r.jump(), r.host(), r.port()));
      case JumpReason.Silent r -> fromThere(r, r.jump(), r.host(), r.port());
      case JumpReason.Refused r ->
          Finding.of(Rank.CERTAIN, r, Remedy.server(LOG)).seen(settings()).at(r.jump());
      case JumpReason.Loop r -> loop(r, r.jump());
      case JumpReason.TooMany r -> withoutLine(r, ClientKeywords.PROXY_JUMP);
    };
  }

  private Finding fromThere(JumpReason reason, String jump, String host, int port) {
    return Finding.of(
            Rank.CERTAIN,
            reason,
            Remedy.server(Sh.line("nc", "-vz", "-w", "5", host, Integer.toString(port))),
            Remedy.server(Sh.line("getent", "hosts", host)))
        .seen(settings())
        .at(jump);
  }

  /** A host that a line for many includes is mostly meant to be reached directly. */
  private Finding loop(JumpReason reason, String jump) {
    Optional<Position> line = typed.position(ClientKeywords.PROXY_JUMP);
    if (line.isEmpty() || !jump.equals(config.originalHost())) {
      return withoutLine(reason, ClientKeywords.PROXY_JUMP);
    }
    String direct =
        ConfigEdit.firstHost(typed.configFile(), jump, ClientKeywords.PROXY_JUMP.name() + " none");
    return Finding.of(Rank.CERTAIN, reason, Remedy.here(direct)).seen(typed.lineOf(line.get()));
  }

  /** The lines that decide where it goes. */
  private Words[] settings() {
    List<Words> seen = new ArrayList<>();
    for (Keyword<?> keyword : List.of(ClientKeywords.HOST_NAME, ClientKeywords.PORT)) {
      typed.position(keyword).ifPresent(p -> seen.add(typed.lineOf(p)));
    }
    return seen.toArray(Words[]::new);
  }

  private Finding unknownHost(ConnectReason.UnknownHost reason) {
    List<HostLines.Host> hosts = HostLines.in(typed.configFile());
    List<String> names = hosts.stream().flatMap(h -> h.plainNames().stream()).toList();
    Optional<String> nearest = Nearest.to(config.originalHost(), names);
    if (nearest.isEmpty() || names.contains(config.originalHost())) {
      return Finding.of(Rank.CERTAIN, reason).seen(settings());
    }
    Position at =
        hosts.stream()
            .filter(h -> h.plainNames().contains(nearest.get()))
            .findFirst()
            .orElseThrow()
            .position();
    return Finding.of(
        Rank.CERTAIN,
        new ConnectReason.MisspeltHost(config.originalHost(), nearest.get(), at.file(), at.line()),
        Remedy.here(typed.sshTo(nearest.get())));
  }

  /** known_hosts has met this host before, at another port. */
  private Optional<Finding> otherPort(String address, int port) {
    List<KnownFile> files = KnownFile.of(config);
    String here = KnownHostsFile.name(config.host(), port);
    boolean known = files.stream().anyMatch(f -> knows(f, here));
    // Of several servers at one address, each with its port, this one is down.
    for (KnownFile file : known ? List.<KnownFile>of() : files) {
      for (KnownHostsFile.Line line : file.parsed().lines()) {
        Optional<Integer> other =
            line instanceof KnownHostsFile.Line.Entry entry
                ? otherPort(entry, port)
                : Optional.empty();
        if (other.isPresent()) {
          return Optional.of(known(address, port, other.get(), file.path(), line.number()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean knows(KnownFile file, String name) {
    return file.parsed().lines().stream()
        .anyMatch(l -> l instanceof KnownHostsFile.Line.Entry entry && entry.matches(name));
  }

  private Optional<Integer> otherPort(KnownHostsFile.Line.Entry entry, int port) {
    Matcher matcher = WITH_PORT.matcher(entry.hosts());
    while (matcher.find()) {
      int known = Integer.parseInt(matcher.group(2));
      if (known != port
          && known > 0
          && known <= 0xffff
          && entry.matches(KnownHostsFile.name(config.host(), known))) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private Finding known(String address, int port, int known, String file, int line) {
    return new Finding(
        Rank.CERTAIN,
        new ConnectReason.OtherPortKnown(address, port, known, file, line),
        List.of(settings()),
        typed.set(ClientKeywords.PORT, Integer.toString(known), "-p", Integer.toString(known)));
  }

  private Finding refused(ConnectReason.Refused reason) {
    return Finding.of(
            Rank.CERTAIN,
            reason,
            Remedy.server("sudo systemctl start ssh"),
            Remedy.server("sudo ss -ltnp | grep sshd"))
        .seen(settings());
  }

  private Finding badBind(ConnectReason.BadBind reason) {
    Keyword<?> keyword =
        config.isSet(ClientKeywords.BIND_ADDRESS)
            ? ClientKeywords.BIND_ADDRESS
            : ClientKeywords.BIND_INTERFACE;
    return withoutLine(reason, keyword);
  }

  private Finding proxy(Reason reason) {
    Finding finding = withoutLine(reason, ClientKeywords.PROXY_COMMAND);
    List<Remedy> remedies = new ArrayList<>(finding.remedies());
    remedies.add(Remedy.here(typed.ssh("-o", "ProxyCommand=none")));
    return new Finding(finding.rank(), reason, finding.evidence(), remedies);
  }

  private Finding withoutLine(Reason reason, Keyword<?> keyword) {
    Optional<Position> position = typed.position(keyword);
    if (position.isEmpty()) {
      return Finding.of(Rank.CERTAIN, reason);
    }
    Position p = position.get();
    return Finding.of(Rank.CERTAIN, reason, Remedy.here(Sed.comment(p.file(), p.line())))
        .seen(typed.lineOf(p));
  }
}
