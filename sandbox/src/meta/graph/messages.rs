//! `POST /{phone}/messages`: free text within 24 hours after the customer's last message, templates always.
//!
//! As at Meta, a text outside these 24 hours is accepted, and a webhook reports that it failed (131047).

use std::sync::Arc;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::Reply;
use super::access::Access;
use super::error::GraphError;
use super::registration::check_product;
use super::request::GraphRequest;
use crate::meta::Meta;
use crate::meta::model::{Hosting, Number, Reply as Allowed};
use crate::meta::state::State;
use crate::meta::webhooks::{self, Outcome, SentMessage};

pub(super) fn send(meta: &Arc<Meta>, request: &GraphRequest) -> Reply {
    let access = Access::to_message(meta, request)?;
    check_product(request)?;
    let state = meta.store.read();
    let number = access.number(&state, request)?;
    if number.hosting == Hosting::Unregistered {
        return Err(GraphError::numbered(133010, "Account not registered"));
    }
    let input = request.required("to")?;
    let to = recipient(&input)?;
    let content = Content::of(request, &state, number)?;
    let id = format!(
        "wamid.{}",
        BASE64_STANDARD.encode(rand::random::<[u8; 24]>())
    );
    let body = reply_body(&input, &to, &id, content);
    let outcome = outcome(number, &to, content, meta.now());
    let message = SentMessage { id, to, outcome };
    webhooks::report_message(meta, number, message);
    Ok(body)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Free,
    Template,
}

impl Content {
    fn of(request: &GraphRequest, state: &State, number: &Number) -> Result<Content, GraphError> {
        match request.param("type").as_deref().unwrap_or("text") {
            "text" => check_text(request.object("text")),
            "template" => check_template(request.object("template"), state, number),
            "image" | "audio" | "video" | "document" | "sticker" | "location" | "contacts"
            | "interactive" | "reaction" => Ok(Content::Free),
            other => Err(GraphError::numbered(
                100,
                &format!("Param type must be one of the message types - got \"{other}\"."),
            )),
        }
    }
}

fn check_text(text: &Value) -> Result<Content, GraphError> {
    match text["body"].as_str() {
        Some(body) if (1..=4096).contains(&body.chars().count()) => Ok(Content::Free),
        Some(_) => Err(GraphError::numbered(100, "Invalid parameter")
            .details("Param text['body'] must be 1 to 4096 characters long.")),
        None => Err(GraphError::missing("text['body']")),
    }
}

fn check_template(template: &Value, state: &State, number: &Number) -> Result<Content, GraphError> {
    let name = template["name"].as_str();
    let name = name.ok_or_else(|| GraphError::missing("template['name']"))?;
    let language = template["language"]["code"].as_str();
    let language = language.ok_or_else(|| GraphError::missing("template['language']"))?;
    let account = state.accounts.get(&number.account_id);
    let exists = account.is_some_and(|account| account.templates.iter().any(|own| own == name));
    if exists && language == "en_US" {
        return Ok(Content::Template);
    }
    let details = format!("template name ({name}) does not exist in {language}");
    Err(
        GraphError::numbered(132001, "Template name does not exist in the translation")
            .status(404)
            .details(details),
    )
}

/// The digits of a recipient, which may be written as people write numbers.
fn recipient(input: &str) -> Result<String, GraphError> {
    let digits: String = input.chars().filter(char::is_ascii_digit).collect();
    let is_other = |letter: char| !letter.is_ascii_digit() && !"+ -()".contains(letter);
    if input.contains(is_other) || !(8..=15).contains(&digits.len()) {
        return Err(GraphError::numbered(131009, "Parameter value is not valid")
            .details("The recipient is not a valid phone number."));
    }
    Ok(digits)
}

fn outcome(number: &Number, to: &str, content: Content, now: u64) -> Outcome {
    if number.digits == to {
        return Outcome::Failed(131021, "Recipient cannot be sender");
    }
    match (content, number.allowed_reply(to, now)) {
        (Content::Template, _) | (_, Allowed::Anything) => Outcome::Read,
        (Content::Free, Allowed::OnlyTemplates) => Outcome::Failed(131047, "Re-engagement message"),
    }
}

fn reply_body(input: &str, to: &str, id: &str, content: Content) -> Value {
    let mut message = json!({ "id": id });
    if content == Content::Template {
        message["message_status"] = json!("accepted");
    }
    json!({
        "messaging_product": "whatsapp",
        "contacts": [{ "input": input, "wa_id": to }],
        "messages": [message],
    })
}
