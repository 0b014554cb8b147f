package dev.aikagi.tools;

/** The exit codes that OpenSSH's tools share. */
public final class Exit {
  /** All went well. */
  public static final int OK = 0;

  /** ssh-keygen and its kin: the job failed or the command line is wrong. */
  public static final int FAILURE = 1;

  /** ssh and sshd: their own error, as opposed to the remote command's status. */
  public static final int FATAL = 255;

  private Exit() {}
}
