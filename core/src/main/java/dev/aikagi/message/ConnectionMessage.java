package dev.aikagi.message;

/** The connection protocol: RFC 4254. Numbers 80 to 127. */
public sealed interface ConnectionMessage extends Message
    permits ChannelClose,
        ChannelData,
        ChannelEof,
        ChannelExtendedData,
        ChannelFailure,
        ChannelOpen,
        ChannelOpenConfirmation,
        ChannelOpenFailure,
        ChannelRequest,
        ChannelSuccess,
        ChannelWindowAdjust,
        GlobalRequest,
        RequestFailure,
        RequestSuccess {}
