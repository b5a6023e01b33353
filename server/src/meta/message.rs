//! Messages to send through the Graph API.

use serde_json::{Value, json};

use super::GraphError;

/// A message to one person.
#[derive(Clone)]
pub struct OutgoingMessage {
    /// E.164.
    pub to: String,
    pub content: Content,
    /// The message that this one replies to.
    pub reply_to: Option<String>,
}

#[derive(Clone)]
pub enum Content {
    Text(String),
    /// A template that Meta has approved, in the Graph API's own format.
    Template(Value),
}

/// Meta's id of a message that it has accepted.
#[derive(Debug, PartialEq, Eq)]
pub struct SentId(pub String);

impl OutgoingMessage {
    pub(super) fn body(&self) -> Value {
        let mut body = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": self.to,
        });
        match &self.content {
            Content::Text(text) => {
                body["type"] = "text".into();
                body["text"] = json!({"body": text, "preview_url": false});
            }
            Content::Template(template) => {
                body["type"] = "template".into();
                body["template"] = template.clone();
            }
        }
        if let Some(id) = &self.reply_to {
            body["context"] = json!({"message_id": id});
        }
        body
    }
}

impl SentId {
    pub(super) fn read(answer: &Value) -> Result<Self, GraphError> {
        let id = answer["messages"][0]["id"].as_str();
        id.map(|id| SentId(id.to_owned()))
            .ok_or_else(|| GraphError::unexpected("Meta's answer names no message"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_names_the_message_that_it_answers() {
        let message = OutgoingMessage {
            to: "+5511912345678".into(),
            content: Content::Text("Yes".into()),
            reply_to: Some("wamid.1".into()),
        };
        let body = message.body();
        assert_eq!(body["context"]["message_id"], "wamid.1");
        assert_eq!(body["text"]["body"], "Yes");
    }

    #[test]
    fn a_template_is_sent_as_it_is_given() {
        let template = json!({"name": "hello", "language": {"code": "en"}});
        let message = OutgoingMessage {
            to: "+5511912345678".into(),
            content: Content::Template(template.clone()),
            reply_to: None,
        };
        assert_eq!(message.body()["template"], template);
        assert_eq!(message.body()["type"], "template");
    }

    #[test]
    fn an_answer_without_an_id_is_no_success() {
        assert!(SentId::read(&json!({"messages": []})).is_err());
        let answer = json!({"messages": [{"id": "wamid.1"}]});
        assert_eq!(SentId::read(&answer), Ok(SentId("wamid.1".into())));
    }
}
