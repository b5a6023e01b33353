//! Every error code of the API with its status, meaning and message. Responses and the API document are made from
//! this table.

use axum::http::StatusCode;

/// Defines the enum and its table. A code has no message here if its message depends on the request.
macro_rules! codes {
    ($($variant:ident $status:literal $name:literal $meaning:literal $(: $sentence:literal)?;)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(in crate::http) enum ErrorCode {
            $($variant,)*
        }

        impl ErrorCode {
            pub(in crate::http) const ALL: &[ErrorCode] = &[$(ErrorCode::$variant,)*];

            fn row(self) -> Row {
                match self {
                    $(ErrorCode::$variant => Row {
                        name: $name,
                        status: $status,
                        meaning: $meaning,
                        sentence: first(&[$($sentence,)? $meaning]),
                    },)*
                }
            }
        }
    };
}

struct Row {
    name: &'static str,
    status: u16,
    meaning: &'static str,
    sentence: &'static str,
}

const fn first(texts: &[&'static str]) -> &'static str {
    texts[0]
}

impl ErrorCode {
    /// The value of the field `code`.
    pub(in crate::http) fn name(self) -> &'static str {
        self.row().name
    }

    pub(in crate::http) fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().status).expect("the table holds statuses")
    }

    /// The meaning, for developers.
    pub(in crate::http) fn meaning(self) -> &'static str {
        self.row().meaning
    }

    /// The message, unless the request has a more exact one.
    pub(super) fn sentence(self) -> &'static str {
        self.row().sentence
    }

    pub(in crate::http) fn named(name: &str) -> Option<Self> {
        ErrorCode::ALL
            .iter()
            .copied()
            .find(|code| code.name() == name)
    }
}

codes! {
    AlreadyConnected 409 "already_connected"
        "The session is connected."
        : "This session is connected already. Log it out first if another number shall use it.";
    ApiKeyNotFound 404 "api_key_not_found"
        "No key of this id that the caller may see."
        : "There is no API key of this id that this key may see.";
    BodyTimeout 408 "body_timeout"
        "The body did not arrive in time."
        : "The body of the request did not arrive in time. Send it again over a better connection.";
    BodyTooLarge 400 "body_too_large"
        "The body is larger than 64 kB."
        : "The body is larger than the 64 kB that any call takes. Send less.";
    CallbackNotAllowed 400 "callback_not_allowed"
        "`callbackUrl` is not on the tenant's list.";
    CloudApiSession 409 "cloud_api_session"
        "The session uses the Cloud API, which has no codes."
        : "This session is connected through the Cloud API, which has no codes. Log it out first if a phone shall be \
           linked.";
    CodeLimit 429 "code_limit"
        "Too many phone codes were asked for; this service's own limit."
        : "This link has given out all its codes. Scan the QR code, or ask for a new link.";
    DeliveryNotFound 404 "delivery_not_found"
        "No delivery of this id."
        : "There is no delivery of this id. GET /api/webhooks/{id}/deliveries lists them.";
    DisabledApiKey 401 "disabled_api_key"
        "The API key was switched off or deleted."
        : "This API key was switched off or deleted. Use another one, or switch it on again.";
    ExpiredApiKey 401 "expired_api_key"
        "The API key has expired."
        : "This API key has expired. Create a new one.";
    FirstMessageLimit 429 "first_message_limit"
        "Too many first messages to people who never wrote; the tenant's own limit. `retryAfterMs` says when the next \
         one is possible."
        : "This session has written to too many people who never wrote to it, and WhatsApp restricts numbers that do. \
           Try again after as long as Retry-After says, or switch limitFirstMessages off.";
    InsufficientScope 403 "insufficient_scope"
        "The API key lacks the scope that this call needs.";
    Internal 500 "internal"
        "Something failed on our side; the log has it under the `requestId`."
        : "Something went wrong on our side. Try again; if it stays, give the requestId to whoever \
           runs this service.";
    InvalidApiKey 401 "invalid_api_key"
        "The API key is not one of this service."
        : "This API key was not made by this service. Check that it was copied whole, and that the \
           address is right.";
    InvalidBrandingText 400 "invalid_branding_text"
        "A text of the branding has no such language or name, or is too long.";
    InvalidCallbackUrl 400 "invalid_callback_url"
        "`callbackUrl` is not an address that a redirect may go to.";
    InvalidChatId 400 "invalid_chat_id"
        "`chatId` is not an address, or WhatsApp does not know it.";
    InvalidColor 400 "invalid_color"
        "A colour is not `#` and six hexadecimal digits.";
    InvalidCursor 400 "invalid_cursor"
        "`cursor` is not the `nextCursor` of a page of this list.";
    InvalidFormat 400 "invalid_format"
        "`format` is none of those there are.";
    InvalidHeader 400 "invalid_header"
        "A custom header is ours, malformed, or one too many.";
    InvalidHmacKey 400 "invalid_hmac_key"
        "`hmacKey` is too short, too long, or not readable.";
    InvalidJson 400 "invalid_json"
        "The body is no JSON object of the documented shape; the sentence says where.";
    InvalidLabel 400 "invalid_label"
        "`label` is empty, too long, or more than a line.";
    InvalidLifetime 400 "invalid_lifetime"
        "`lifetimeDays` is out of bounds.";
    InvalidLocale 400 "invalid_locale"
        "`locale` is no language tag.";
    InvalidLogoUrl 400 "invalid_logo_url"
        "`logoUrl` is not a plain https address.";
    InvalidMasterKey 401 "invalid_master_key"
        "This is not the master key."
        : "This is not the master key of this service. An API key does not open this address.";
    InvalidMode 400 "invalid_mode"
        "`mode` is none of those there are.";
    InvalidMetaApp 400 "invalid_meta_app"
        "`metaApp` lacks a field, or a field has another form; the sentence says which.";
    InvalidName 400 "invalid_name"
        "`name` is empty, too long, or more than a line.";
    InvalidNotice 400 "invalid_notice"
        "`noticeSeconds` is too long.";
    InvalidOrigin 400 "invalid_origin"
        "An origin is not scheme, host and port alone.";
    InvalidOverlap 400 "invalid_overlap"
        "`overlapSeconds` is too long.";
    InvalidPhoneNumber 400 "invalid_phone_number"
        "The number is not one; `reason` says why.";
    InvalidPin 400 "invalid_pin"
        "The PIN does not have six digits.";
    InvalidProxy 400 "invalid_proxy"
        "`proxy` is no http or socks5 address.";
    InvalidQuery 400 "invalid_query"
        "What stands behind the `?` is not what this call takes.";
    InvalidQuota 400 "invalid_quota"
        "A quota is out of bounds.";
    InvalidRetries 400 "invalid_retries"
        "`retries` is out of bounds or its policy unknown.";
    InvalidScopes 400 "invalid_scopes"
        "`scopes` is empty or names one that does not exist.";
    InvalidSessionName 400 "invalid_session_name"
        "The session's name does not fit its pattern.";
    InvalidSignature 403 "invalid_signature"
        "The signature was not made with this app's secret."
        : "The signature was not made with the secret of this Meta app. Check that its App Secret is the one that was \
           given here.";
    InvalidSince 400 "invalid_since"
        "`since` is no time in ISO 8601.";
    InvalidState 400 "invalid_state"
        "`state` is too long.";
    InvalidTemplate 400 "invalid_template"
        "`template` is missing, or is no object with `name` and `language`.";
    InvalidText 400 "invalid_text"
        "`text` is missing, empty or too long.";
    InvalidTheme 400 "invalid_theme"
        "`theme` is none of those there are.";
    InvalidUrl 400 "invalid_url"
        "`url` is no address that a webhook may have.";
    InvalidVerifyToken 403 "invalid_verify_token"
        "The verify token is not the one of this app."
        : "This is not the verify token of this Meta app. GET /api/account/meta-apps shows it.";
    InvalidWidgetToken 403 "invalid_widget_token"
        "The widget token is expired, revoked or not ours."
        : "This widget token is expired or invalid. Create a new widget session.";
    MissingApiKey 401 "missing_api_key"
        "No `Authorization: Bearer` header."
        : "Send your API key in the header `Authorization: Bearer titan_…`.";
    MissingMasterKey 401 "missing_master_key"
        "No `Authorization: Bearer` header."
        : "Send the master key in the header `Authorization: Bearer …`. It was shown on the first \
           start, and MASTER_KEY sets it.";
    NoPrivacyToken 409 "no_privacy_token"
        "WhatsApp wants a privacy token for a message to this person, and the account has none.";
    NoSuchMethod 404 "no_such_method"
        "The address exists, for another method."
        : "There is nothing at this address for this method. Check whether it should be GET, POST \
           or DELETE.";
    NoSuchRoute 404 "no_such_route"
        "There is nothing at this address."
        : "There is nothing at this address. Check the path.";
    NotConfigured 400 "not_configured"
        "The service has no Meta app to do this with.";
    NotOnWhatsapp 400 "not_on_whatsapp"
        "The number in `chatId` has no WhatsApp account.";
    NotReady 503 "not_ready"
        "The service cannot work now; `failing` says why.";
    NotSent 502 "not_sent"
        "WhatsApp did not take the message."
        : "WhatsApp did not take the message. Check the chatId and try again.";
    OriginsRequired 400 "origins_required"
        "The operator requires each link to name the pages that may embed it."
        : "Name the origins of the pages that may embed the widget in `allowedOrigins`, such as \
           https://app.example.com, or send a `callbackUrl`, or set default origins with PATCH /api/account. The \
           operator of this service requires one of them for every link.";
    Overloaded 503 "overloaded"
        "The service has as much to do as it can take; `Retry-After` says when to come back."
        : "The service has as much to do as it can take. Try again after as long as Retry-After \
           says.";
    ProxyNotAllowed 400 "proxy_not_allowed"
        "`proxy` leads to a private or internal address, or to a port where no proxy is.";
    ProxyNotFound 400 "proxy_not_found"
        "The host of `proxy` cannot be found.";
    QrNotReady 503 "qr_not_ready"
        "WhatsApp has not sent a code yet."
        : "WhatsApp has not sent a code yet. Ask again in a few seconds.";
    QuotaReached 409 "quota_reached"
        "The tenant has as many sessions, open links or webhooks as it may; `reason` says which.";
    RateLimited 429 "rate_limited"
        "Too many requests in the last minute; `Retry-After` says when to come back."
        : "Too many requests in the last minute. Wait as long as Retry-After says.";
    ScopeNotHeld 403 "scope_not_held"
        "A key can only give scopes that it holds."
        : "A key can only give scopes that it holds itself. Ask for fewer, or use a key that holds \
           them.";
    SessionExists 409 "session_exists"
        "There is a session of this name."
        : "A session of this name exists already. Choose another name, or use the one there is.";
    SessionNotConnected 409 "session_not_connected"
        "The session is not connected, so it cannot send."
        : "This session is not connected. Connect it first; then it can send.";
    SessionNotFound 404 "session_not_found"
        "No session of this name."
        : "There is no session of this name. Create it with POST /api/sessions.";
    SessionNotStarted 409 "session_not_started"
        "The session is not started, so it has no code."
        : "This session is not started. Start it with POST /api/sessions/{session}/start.";
    SessionRestricted 409 "session_restricted"
        "WhatsApp lets the account write only to people with whom it has a conversation; `Retry-After` says until when.";
    SignupNotExpected 409 "signup_not_expected"
        "The signup does not wait for this."
        : "The signup does not wait for this now. The page shows how far it is.";
    TenantNotFound 404 "tenant_not_found"
        "No tenant of this id."
        : "There is no tenant of this id. Create it with POST /admin/tenants.";
    Throttled 429 "throttled"
        "WhatsApp gives no more phone codes for this number for now."
        : "WhatsApp gives no more codes for this number for now. Scan the QR code instead.";
    Timeout 503 "timeout"
        "It took too long and was given up; look whether it happened."
        : "This took too long and was given up. Look whether it happened before you try again.";
    TooMany 400 "too_many"
        "A list is longer than it may be.";
    TooManyMessages 429 "too_many_messages"
        "WhatsApp takes no more messages from the account for now.";
    Unavailable 503 "unavailable"
        "WhatsApp gave no code."
        : "WhatsApp gave no code. Try again in a few seconds.";
    UnknownEvent 400 "unknown_event"
        "`events` names one that does not exist.";
    UnsupportedType 400 "unsupported_type"
        "This version does not send messages of this `type`.";
    UrlNotAllowed 400 "url_not_allowed"
        "`url` leads to a private or internal address.";
    UrlNotFound 400 "url_not_found"
        "The host of `url` cannot be found.";
    WebhookNotFound 404 "webhook_not_found"
        "No webhook of this id."
        : "There is no webhook of this id. GET /api/webhooks lists them.";
    WidgetSessionNotFound 404 "widget_session_not_found"
        "No widget session of this id."
        : "There is no widget session of this id.";
    WhatsappUnreachable 503 "whatsapp_unreachable"
        "WhatsApp cannot be reached; `retryAfterMs` says when it is tried again."
        : "WhatsApp cannot be reached right now. It is tried again by itself; ask again after as \
           long as Retry-After says.";
    WrongNumber 400 "wrong_number"
        "The link is for another number."
        : "Only one number may connect here, and this is another. Use the number that was asked \
           for.";
}
