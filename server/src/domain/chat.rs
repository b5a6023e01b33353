//! The address of a chat, in WhatsApp's format.

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a chatId is a number followed by @s.whatsapp.net (such as 5511912345678@s.whatsapp.net), or a \
     group's id followed by @g.us"
)]
pub struct BadChat;

/// A valid `chatId`. Hidden in debug output, because it contains a number.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatId(String);

impl ChatId {
    pub fn parse(text: &str) -> Result<Self, BadChat> {
        let (user, server) = text.split_once('@').ok_or(BadChat)?;
        let digits =
            |text: &str| (5..=20).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        let fits = match server {
            "s.whatsapp.net" | "lid" => digits(user),
            "g.us" => {
                (5..=40).contains(&user.len())
                    && user.chars().all(|c| c.is_ascii_digit() || c == '-')
            }
            _ => false,
        };
        if fits {
            Ok(ChatId(text.to_owned()))
        } else {
            Err(BadChat)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, in E.164, if the chat is named by one.
    pub fn number(&self) -> Option<String> {
        let digits = self.0.strip_suffix("@s.whatsapp.net")?;
        Some(format!("+{digits}"))
    }
}

impl std::fmt::Debug for ChatId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChatId(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_names_a_number() {
        for (chat, expected) in [
            ("5511912345678@s.whatsapp.net", Some("+5511912345678")),
            ("100000012345678@lid", None),
            ("120363021033254949@g.us", None),
        ] {
            let number = ChatId::parse(chat).unwrap().number();
            assert_eq!(number.as_deref(), expected, "{chat}");
        }
    }

    #[test]
    fn addresses_of_people_and_groups_are_parsed() {
        for good in [
            "5511912345678@s.whatsapp.net",
            "100000012345678@lid",
            "120363021033254949@g.us",
            "5511999990001-1600000000@g.us",
        ] {
            assert!(ChatId::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "5511912345678",
            "+5511912345678@s.whatsapp.net",
            "a@s.whatsapp.net",
            "1@c.us",
            "status@broadcast",
            "5511912345678@s.whatsapp.net@x",
        ] {
            assert_eq!(ChatId::parse(bad), Err(BadChat), "{bad}");
        }
    }
}
