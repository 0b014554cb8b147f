package dev.aikagi.tools.sftp;

import java.util.Optional;

/**
 * One command with its arguments. Paths that are matched ({@code pattern}) have backslashes before
 * what is meant itself; all others are names as they are.
 */
sealed interface Command {
  /** A blank line, or a comment. */
  record Nothing() implements Command {}

  record Quit() implements Command {}

  record Help() implements Command {}

  record Version() implements Command {}

  record Progress() implements Command {}

  record PrintFolder() implements Command {}

  record PrintLocalFolder() implements Command {}

  /**
   * Goes to another folder of the server's.
   *
   * @param path the start folder if there is none
   */
  record ChangeFolder(Optional<String> path) implements Command {}

  /**
   * Goes to another folder here.
   *
   * @param path the home folder if there is none
   */
  record ChangeLocalFolder(Optional<String> path) implements Command {}

  record MakeFolder(String path) implements Command {}

  record MakeLocalFolder(String path) implements Command {}

  record RemoveFolder(String path) implements Command {}

  record Remove(String pattern) implements Command {}

  record Rename(String from, String to, boolean plain) implements Command {}

  record Copy(String from, String to) implements Command {}

  record HardLink(String from, String to) implements Command {}

  /**
   * Makes a symbolic link.
   *
   * @param target what the link says
   */
  record Symlink(String target, String link) implements Command {}

  record ChangeMode(int mode, String pattern, boolean ofLink) implements Command {}

  /**
   * Changes the owner or the group.
   *
   * @param group whether it is the group that changes, and not the owner
   */
  record ChangeOwner(long id, boolean group, String pattern, boolean ofLink) implements Command {}

  record FileSystem(Optional<String> path, boolean scaled, boolean inodes) implements Command {}

  record ListFolder(Optional<String> pattern, ListFlags flags) implements Command {}

  record Get(String pattern, Optional<String> to, TransferFlags flags) implements Command {}

  record Put(String pattern, Optional<String> to, TransferFlags flags) implements Command {}

  record LocalUmask(int mask) implements Command {}

  /**
   * Runs something here.
   *
   * @param line for the user's shell; empty: an interactive one
   */
  record Shell(String line) implements Command {}
}
