//! `POST /api/messages/send`: text, also as a reply.

use axum::Json;
use axum::extract::State;
use protocol::api::{Data, SendMessage, SentMessage};

use crate::domain::chat::ChatId;
use crate::domain::time::Timestamp;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, Writes};
use crate::sessions::Sessions;
use crate::sessions::connection::{QuotedMessage, TextMessage};
use crate::sessions::find;
use crate::sessions::send_message::send_text;

/// WhatsApp's own limit is 65,536 characters.
const LONGEST: usize = 65_536;

/// Send a message.
#[utoipa::path(
    post,
    path = "/api/messages/send",
    operation_id = "sendMessage",
    tag = "Messages",
    security(("apiKey" = ["messages:write"])),
    request_body = SendMessage,
    responses((status = 200, description = "WhatsApp has accepted the message.", body = Data<SentMessage>)),
    extensions(("x-errors" = json!(["unsupported_type", "invalid_text", "invalid_chat_id", "session_not_found", "session_not_connected", "not_sent"]))),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    caller: Writes,
    Body(request): Body<SendMessage>,
) -> Result<Json<Data<SentMessage>>, ApiError> {
    if request.kind != "text" {
        return Err(ApiError::with(
            ErrorCode::UnsupportedType,
            "`type` is text; other types are not sent by this version.",
        ));
    }
    let text = request
        .text
        .filter(|text| !text.is_empty() && text.chars().count() <= LONGEST);
    let text = text.ok_or_else(|| {
        ApiError::with(
            ErrorCode::InvalidText,
            format!("`text` has 1 to {LONGEST} characters."),
        )
    })?;
    let chat = ChatId::parse(&request.chat_id)
        .map_err(|error| ApiError::with(ErrorCode::InvalidChatId, format!("{error}.")))?;
    let session = find::find(&sessions, &caller.tenant_id, &request.session)
        .await?
        .ok_or(ErrorCode::SessionNotFound)?;
    let quoted = request.quoted_message.map(|quoted| QuotedMessage {
        id: quoted.id,
        sender: quoted.sender,
        text: quoted.text,
    });
    let message = TextMessage { chat, text, quoted };
    let sent = send_text(&sessions, &session, message).await?;
    let at = sent
        .at
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    let at = Timestamp::from_millis(i64::try_from(at.as_millis()).unwrap_or(i64::MAX));
    Ok(Json(Data {
        data: SentMessage {
            id: sent.id,
            status: "sent".to_owned(),
            timestamp: at.to_string(),
        },
    }))
}
