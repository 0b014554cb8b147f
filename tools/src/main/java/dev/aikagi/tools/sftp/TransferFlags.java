package dev.aikagi.tools.sftp;

/**
 * The flags of get and put.
 *
 * @param resume -a: go on where a file ends that is there already
 * @param sync -f: have it brought to the disk
 * @param preserve -p: modes and times
 * @param recursive -R: folders too
 */
record TransferFlags(boolean resume, boolean sync, boolean preserve, boolean recursive) {
  static final TransferFlags NONE = new TransferFlags(false, false, false, false);

  TransferFlags or(TransferFlags other) {
    return new TransferFlags(
        resume || other.resume,
        sync || other.sync,
        preserve || other.preserve,
        recursive || other.recursive);
  }
}
