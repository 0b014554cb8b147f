package dev.aikagi.transport;

import dev.aikagi.crypto.PacketInflater;
import dev.aikagi.crypto.PacketOpener;
import org.jspecify.annotations.Nullable;

/** What the reader switches to at the peer's NEWKEYS. */
record InboundKeys(PacketOpener opener, @Nullable PacketInflater inflater) {}
