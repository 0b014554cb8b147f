package dev.aikagi.connection;

import dev.aikagi.Bytes;

/** A channel that the peer wants to open: its type and the data that this type defines. */
public record OpenRequest(String channelType, Bytes data) {}
