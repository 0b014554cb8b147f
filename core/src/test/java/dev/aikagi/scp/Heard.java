package dev.aikagi.scp;

import dev.aikagi.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Everything that was told, in order. */
final class Heard implements ScpListener {
  final List<String> failed = new ArrayList<>();
  final List<String> peer = new ArrayList<>();
  boolean lost;

  @Override
  public void failed(Bytes text) {
    failed.add(ScpRecord.text(text));
  }

  @Override
  public void peerFailed(Bytes text) {
    peer.add(ScpRecord.text(text));
  }

  @Override
  public void lost() {
    lost = true;
  }

  boolean nothing() {
    return failed.isEmpty() && peer.isEmpty() && !lost;
  }
}
