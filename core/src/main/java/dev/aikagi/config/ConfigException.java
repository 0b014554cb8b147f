package dev.aikagi.config;

import dev.aikagi.SshException;

/**
 * A configuration cannot be used. The message is what OpenSSH prints before it ends with status
 * 255; the lines at fault were reported as {@link Diagnostic}s before.
 */
public final class ConfigException extends SshException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
