package dev.aikagi.config;

import dev.aikagi.Reason;
import dev.aikagi.SshException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration cannot be used. The message is what OpenSSH prints before it ends with status
 * 255; the lines at fault were reported as {@link Diagnostic}s before.
 */
public final class ConfigException extends SshException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Reason reason;

  public ConfigException(String message) {
    super(message);
    this.reason = null;
  }

  ConfigException(Reason reason) {
    super(reason.summary());
    this.reason = reason;
  }

  @Override
  public List<Reason> reasons() {
    return reason == null ? List.of() : List.of(reason);
  }
}
