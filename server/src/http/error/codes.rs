//! Every code that an answer may carry, its status and its meaning: the list in the API document is this one. A
//! test reads the sources and finds each code here, with this status.

/// Code, status, and what it means to whoever integrates.
pub(in crate::http) const CODES: &[(&str, u16, &str)] = &[
    ("already_connected", 409, "The session is connected."),
    (
        "api_key_not_found",
        404,
        "No key of this id that the caller may see.",
    ),
    ("body_too_large", 400, "The body is larger than 64 kB."),
    (
        "callback_not_allowed",
        400,
        "`callbackUrl` is not on the tenant's list.",
    ),
    (
        "code_limit",
        429,
        "Too many phone codes were asked for; this service's own limit.",
    ),
    ("delivery_not_found", 404, "No delivery of this id."),
    (
        "disabled_api_key",
        401,
        "The API key was switched off or deleted.",
    ),
    ("expired_api_key", 401, "The API key has expired."),
    (
        "insufficient_scope",
        403,
        "The API key lacks the scope that this call needs.",
    ),
    (
        "internal",
        500,
        "Something failed on our side; the log has it under the `requestId`.",
    ),
    (
        "invalid_api_key",
        401,
        "The API key is not one of this service.",
    ),
    (
        "invalid_callback_url",
        400,
        "`callbackUrl` is not an address that a redirect may go to.",
    ),
    (
        "invalid_chat_id",
        400,
        "`chatId` is not an address, or WhatsApp does not know it.",
    ),
    (
        "invalid_color",
        400,
        "A colour is not `#` and six hexadecimal digits.",
    ),
    (
        "invalid_format",
        400,
        "`format` is none of those there are.",
    ),
    (
        "invalid_header",
        400,
        "A custom header is ours, malformed, or one too many.",
    ),
    (
        "invalid_hmac_key",
        400,
        "`hmacKey` is too short, too long, or not readable.",
    ),
    (
        "invalid_json",
        400,
        "The body is no JSON object of the documented shape; the sentence says where.",
    ),
    (
        "invalid_label",
        400,
        "`label` is empty, too long, or more than a line.",
    ),
    ("invalid_lifetime", 400, "`lifetimeDays` is out of bounds."),
    ("invalid_locale", 400, "`locale` is no language tag."),
    (
        "invalid_logo_url",
        400,
        "`logoUrl` is not a plain https address.",
    ),
    ("invalid_master_key", 401, "This is not the master key."),
    ("invalid_mode", 400, "`mode` is none of those there are."),
    (
        "invalid_name",
        400,
        "`name` is empty, too long, or more than a line.",
    ),
    ("invalid_notice", 400, "`noticeSeconds` is too long."),
    (
        "invalid_origin",
        400,
        "An origin is not scheme, host and port alone.",
    ),
    ("invalid_overlap", 400, "`overlapSeconds` is too long."),
    (
        "invalid_phone_number",
        400,
        "The number is not one; `reason` says why.",
    ),
    (
        "invalid_proxy",
        400,
        "`proxy` is no http or socks5 address.",
    ),
    (
        "invalid_query",
        400,
        "What stands behind the `?` is not what this call takes.",
    ),
    (
        "invalid_retries",
        400,
        "`retries` is out of bounds or its policy unknown.",
    ),
    (
        "invalid_scopes",
        400,
        "`scopes` is empty or names one that does not exist.",
    ),
    (
        "invalid_session_name",
        400,
        "The session's name does not fit its pattern.",
    ),
    ("invalid_since", 400, "`since` is no time in ISO 8601."),
    ("invalid_state", 400, "`state` is too long."),
    ("invalid_text", 400, "`text` is missing, empty or too long."),
    ("invalid_theme", 400, "`theme` is none of those there are."),
    (
        "invalid_url",
        400,
        "`url` is no address that a webhook may have.",
    ),
    (
        "invalid_widget_token",
        403,
        "The widget token is expired, revoked or not ours.",
    ),
    ("missing_api_key", 401, "No `Authorization: Bearer` header."),
    (
        "missing_master_key",
        401,
        "No `Authorization: Bearer` header.",
    ),
    (
        "no_such_method",
        404,
        "The address exists, for another method.",
    ),
    ("no_such_route", 404, "There is nothing at this address."),
    (
        "not_configured",
        400,
        "The service has no Meta app to do this with.",
    ),
    (
        "not_ready",
        503,
        "The service cannot work now; `failing` says why.",
    ),
    ("not_sent", 502, "WhatsApp did not take the message."),
    (
        "overloaded",
        503,
        "The service has as much to do as it can take; `Retry-After` says when to come back.",
    ),
    (
        "proxy_not_allowed",
        400,
        "`proxy` leads to a private or internal address, or to a port where no proxy is.",
    ),
    (
        "proxy_not_found",
        400,
        "The host of `proxy` cannot be found.",
    ),
    ("qr_not_ready", 503, "WhatsApp has not sent a code yet."),
    (
        "rate_limited",
        429,
        "Too many requests in the last minute; `Retry-After` says when to come back.",
    ),
    (
        "scope_not_held",
        403,
        "A key can only give scopes that it holds.",
    ),
    ("session_exists", 409, "There is a session of this name."),
    (
        "session_not_connected",
        409,
        "The session is not connected, so it cannot send.",
    ),
    ("session_not_found", 404, "No session of this name."),
    (
        "session_not_started",
        409,
        "The session is not started, so it has no code.",
    ),
    ("tenant_not_found", 404, "No tenant of this id."),
    (
        "throttled",
        429,
        "WhatsApp gives no more phone codes for this number for now.",
    ),
    (
        "timeout",
        503,
        "It took too long and was given up; look whether it happened.",
    ),
    ("too_many", 400, "A list is longer than it may be."),
    (
        "too_many_webhooks",
        409,
        "The tenant has as many webhooks as it may.",
    ),
    ("unavailable", 503, "WhatsApp gave no code."),
    (
        "unknown_event",
        400,
        "`events` names one that does not exist.",
    ),
    (
        "unsupported_type",
        400,
        "This version does not send messages of this `type`.",
    ),
    (
        "url_not_allowed",
        400,
        "`url` leads to a private or internal address.",
    ),
    ("url_not_found", 400, "The host of `url` cannot be found."),
    ("webhook_not_found", 404, "No webhook of this id."),
    (
        "widget_session_not_found",
        404,
        "No widget session of this id.",
    ),
    (
        "whatsapp_unreachable",
        503,
        "WhatsApp cannot be reached; `retryAfterMs` says when it is tried again.",
    ),
    ("wrong_number", 400, "The link is for another number."),
];

/// Status and meaning of a code.
pub(in crate::http) fn of(code: &str) -> Option<(u16, &'static str)> {
    let found = CODES.iter().find(|known| known.0 == code);
    found.map(|(_, status, meaning)| (*status, *meaning))
}
