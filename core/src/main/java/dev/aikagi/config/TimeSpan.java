package dev.aikagi.config;

import java.util.OptionalLong;

/** Times as sshd_config(5) describes them under TIME FORMATS, for options of tools. */
public final class TimeSpan {
  private TimeSpan() {}

  /** Of 90, 1h30m or 2w; empty for anything else, and beyond what fits a signed 32-bit number. */
  public static OptionalLong seconds(String text) {
    long seconds = Numbers.time(text);
    return seconds == Numbers.NO_TIME ? OptionalLong.empty() : OptionalLong.of(seconds);
  }
}
