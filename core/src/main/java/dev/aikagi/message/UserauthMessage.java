package dev.aikagi.message;

/** The authentication protocol: RFC 4252 and RFC 4256. Numbers 50 to 79. */
public sealed interface UserauthMessage extends Message
    permits UserauthBanner,
        UserauthFailure,
        UserauthInfoRequest,
        UserauthInfoResponse,
        UserauthPasswdChangereq,
        UserauthPkOk,
        UserauthRequest,
        UserauthSuccess {}
