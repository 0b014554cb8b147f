package dev.aikagi.interop;

/** Whose program stands at one side. */
enum Whose {
  OURS,
  OPENSSH;

  String program(String name) {
    return this == OURS ? Peer.ours(name) : Peer.required(name);
  }
}
