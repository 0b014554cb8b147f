package dev.aikagi.tools.explain;

import dev.aikagi.Reason;
import dev.aikagi.agent.AgentFailure;
import dev.aikagi.auth.ClientAuthStep;
import dev.aikagi.auth.GssReason;
import dev.aikagi.auth.IdentityReason;
import dev.aikagi.config.ConfigFileReason;
import dev.aikagi.kex.NegotiationOutcome;
import dev.aikagi.key.KeyFileRefusal;
import dev.aikagi.key.KeyRefusal;
import dev.aikagi.tools.configcheck.ClientLineReason;
import dev.aikagi.tools.configcheck.ConfigLineReason;
import dev.aikagi.tools.configcheck.HostKeyFileReason;
import dev.aikagi.tools.configcheck.LockOutReason;
import dev.aikagi.tools.configcheck.OldKeywordReason;
import dev.aikagi.tools.configcheck.ShadowedLineReason;
import dev.aikagi.tools.configcheck.WeakSettingReason;
import dev.aikagi.tools.ssh.BannerReason;
import dev.aikagi.tools.ssh.ClientConfigReason;
import dev.aikagi.tools.ssh.ConnectReason;
import dev.aikagi.tools.ssh.DeniedReason;
import dev.aikagi.tools.ssh.JumpReason;
import dev.aikagi.tools.ssh.KnownHostsReason;
import dev.aikagi.tools.ssh.OwnHostReason;
import dev.aikagi.tools.ssh.SessionReason;
import dev.aikagi.tools.sshd.LoginWalk;
import dev.aikagi.trust.CertificateDecision;
import dev.aikagi.trust.CertificateRefusal;
import dev.aikagi.trust.HostKeyDecision;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every kind of reason that somebody is shown. */
final class Kinds {
  /** Whoever shows another decision adds it here. */
  private static final List<Class<? extends Reason>> OF_CLIENT =
      List.of(
          // On the way to a server.
          ConnectReason.class,
          JumpReason.class,
          BannerReason.class,
          NegotiationOutcome.NoCommonAlgorithm.class,
          // Its host key.
          HostKeyDecision.class,
          CertificateDecision.class,
          CertificateRefusal.class,
          KnownHostsReason.class,
          // One's own keys.
          IdentityReason.class,
          OwnHostReason.class,
          GssReason.class,
          KeyFileRefusal.class,
          KeyRefusal.class,
          AgentFailure.class,
          // What the server says to them.
          ClientAuthStep.class,
          DeniedReason.class,
          SessionReason.class,
          // Configuration files.
          ConfigFileReason.class,
          ClientConfigReason.class);

  private static final List<Class<? extends Reason>> OF_FILES =
      List.of(
          ClientLineReason.class,
          dev.aikagi.tools.configcheck.ConfigFileReason.class,
          ConfigLineReason.class,
          HostKeyFileReason.class,
          LockOutReason.class,
          OldKeywordReason.class,
          ShadowedLineReason.class,
          WeakSettingReason.class);

  static final Set<Class<? extends Reason>> SHOWN =
      Stream.of(OF_CLIENT, LoginWalk.REASONS, OF_FILES)
          .flatMap(List::stream)
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private Kinds() {}

  /** The records, by their codes. */
  static Map<String, Class<?>> byCode() {
    Map<String, Class<?>> kinds = new HashMap<>();
    for (Class<?> kind : SHOWN.stream().flatMap(d -> records(d).stream()).toList()) {
      Class<?> other = kinds.put(code(kind), kind);
      if (other != null) {
        throw new AssertionError(kind + " and " + other + " have the same code");
      }
    }
    return kinds;
  }

  private static List<Class<?>> records(Class<?> type) {
    if (type.isRecord()) {
      return List.of(type);
    }
    List<Class<?>> records = new ArrayList<>();
    for (Class<?> part : type.getPermittedSubclasses()) {
      records.addAll(records(part));
    }
    return records;
  }

  /** What {@link Values} finds in it. */
  static Set<String> components(Class<?> kind) {
    Set<String> names = new TreeSet<>(Set.of("summary"));
    for (RecordComponent component : kind.getRecordComponents()) {
      names.add(component.getName());
    }
    return names;
  }

  private static String code(Class<?> kind) {
    try {
      Class<?>[] types =
          Arrays.stream(kind.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Object[] values = Arrays.stream(types).map(Kinds::nothing).toArray();
      return ((Reason) kind.getConstructor(types).newInstance(values)).code();
    } catch (ReflectiveOperationException e) {
      // Texts could not look into it either.
      throw new LinkageError(kind + " is not in a public interface", e);
    }
  }

  private static @Nullable Object nothing(Class<?> type) {
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    return type == String.class ? "" : null;
  }
}
