package dev.aikagi.tools.scp;

import dev.aikagi.sftp.TransferProgress;
import dev.aikagi.tools.files.ProgressMeter;
import dev.aikagi.tools.files.Shown;

/** The line of one file. */
final class Progress implements TransferProgress {
  private final ProgressMeter meter;
  private final String name;
  private boolean begun;

  /**
   * A line that begins with the first bytes.
   *
   * @param name in octets
   */
  Progress(ProgressMeter meter, String name) {
    this.meter = meter;
    this.name = name;
  }

  @Override
  public void at(long bytes, long total) {
    if (!begun) {
      begun = true;
      meter.begin(Shown.of(name), bytes, total);
    }
    meter.at(bytes);
  }
}
