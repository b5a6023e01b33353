//! `POST /api/messages/send`: text, also as a reply, and templates of the Cloud API.

use axum::Json;
use axum::extract::State;
use protocol::api::{Data, SendMessage, SentMessage};
use serde_json::Value;

use crate::domain::chat::ChatId;
use crate::http::error::{ApiError, ErrorCode};
use crate::http::extract::{Body, Writes};
use crate::sessions::Sessions;
use crate::sessions::connection::QuotedMessage;
use crate::sessions::find;
use crate::sessions::send_message::{Content, NewMessage, send};

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
    responses((status = 200, description = "WhatsApp has accepted the message, or has not answered for five seconds.", body = Data<SentMessage>)),
    extensions(("x-errors" = json!(["unsupported_type", "invalid_text", "invalid_template", "invalid_chat_id", "session_not_found", "session_not_connected", "no_privacy_token", "not_on_whatsapp", "session_restricted", "first_message_limit", "too_many_messages", "not_sent"]))),
)]
pub(in crate::http) async fn post(
    State(sessions): State<Sessions>,
    caller: Writes,
    Body(mut request): Body<SendMessage>,
) -> Result<Json<Data<SentMessage>>, ApiError> {
    let content = content(&mut request)?;
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
    let message = NewMessage {
        chat,
        content,
        quoted,
    };
    let sent = send(&sessions, &session, message).await?;
    Ok(Json(Data {
        data: SentMessage {
            id: sent.id,
            status: if sent.is_accepted { "sent" } else { "pending" }.to_owned(),
            timestamp: sent.at.to_string(),
        },
    }))
}

fn content(request: &mut SendMessage) -> Result<Content, ApiError> {
    match request.kind.as_str() {
        "text" => {
            let text = request.text.take();
            let fits = |text: &String| !text.is_empty() && text.chars().count() <= LONGEST;
            text.filter(fits).map(Content::Text).ok_or_else(|| {
                ApiError::with(
                    ErrorCode::InvalidText,
                    format!("`text` has 1 to {LONGEST} characters."),
                )
            })
        }
        "template" => {
            let template = request.template.take();
            let is_one = |it: &Value| it["name"].is_string() && it["language"]["code"].is_string();
            template.filter(is_one).map(Content::Template).ok_or_else(|| {
                ApiError::with(
                    ErrorCode::InvalidTemplate,
                    "`template` is an object with `name` and `language`, as in Meta's API, such as {\"name\": \
                     \"hello_world\", \"language\": {\"code\": \"en_US\"}}.",
                )
            })
        }
        _ => Err(ApiError::with(
            ErrorCode::UnsupportedType,
            "`type` is text, or template for Cloud API sessions; other types are not sent by this version.",
        )),
    }
}
