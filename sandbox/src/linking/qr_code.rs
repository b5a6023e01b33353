//! What a client's QR code contains: a ref that the server issued, the client's two public keys, a secret that
//! only a reader of the code learns, and the kind of client. WhatsApp's link may stand in front.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::LinkError;
use crate::keys::PublicBytes;

const LINK_PREFIX: &str = "https://wa.me/settings/linked_devices#";
/// The generation of the protocol that every ref begins with.
pub(super) const REF_PREFIX: &str = "2@";

#[derive(Debug)]
pub(crate) struct QrCode {
    pub(crate) reference: String,
    pub(crate) noise_key: PublicBytes,
    pub(crate) identity_key: PublicBytes,
    pub(crate) adv_secret: [u8; 32],
}

impl QrCode {
    /// Parses the text of a QR code. A phone does this before it calls the server.
    pub(crate) fn parse(qr: &str) -> Result<QrCode, LinkError> {
        let qr = qr.trim();
        let qr = qr.strip_prefix(LINK_PREFIX).unwrap_or(qr);
        let fields: Vec<&str> = qr.split(',').collect();
        let &[reference, noise_key, identity_key, adv_secret, _client_type] = &fields[..] else {
            return Err(LinkError::NotAWhatsappCode);
        };
        if !reference.starts_with(REF_PREFIX) {
            return Err(LinkError::NotAWhatsappCode);
        }
        Ok(QrCode {
            reference: reference.to_owned(),
            noise_key: key(noise_key)?,
            identity_key: key(identity_key)?,
            adv_secret: key(adv_secret)?,
        })
    }
}

fn key(text: &str) -> Result<[u8; 32], LinkError> {
    let bytes = BASE64_STANDARD.decode(text).ok();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(LinkError::WrongCode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base64_of(byte: u8, length: usize) -> String {
        BASE64_STANDARD.encode(vec![byte; length])
    }

    fn qr() -> String {
        let [noise, identity, secret] = [1, 2, 3].map(|byte| base64_of(byte, 32));
        format!("2@ref,{noise},{identity},{secret},1")
    }

    #[test]
    fn a_code_is_parsed_with_and_without_the_link() {
        for text in [
            qr(),
            format!("{LINK_PREFIX}{}", qr()),
            format!(" {}\n", qr()),
        ] {
            let code = QrCode::parse(&text).unwrap();
            assert_eq!(code.reference, "2@ref");
            assert_eq!(code.noise_key, [1; 32]);
            assert_eq!(code.identity_key, [2; 32]);
            assert_eq!(code.adv_secret, [3; 32]);
        }
    }

    #[test]
    fn other_text_is_rejected_with_the_reason() {
        let short = qr().replace(&base64_of(2, 32), &base64_of(2, 31));
        let table = [
            ("", "not_a_whatsapp_code"),
            ("https://example.com/", "not_a_whatsapp_code"),
            ("2@ref,a,b", "not_a_whatsapp_code"),
            (&qr().replace("2@", "WIFI:"), "not_a_whatsapp_code"),
            ("2@ref,?,b,c,1", "wrong_code"),
            (&short, "wrong_code"),
        ];
        for (text, expected) in table {
            assert_eq!(
                QrCode::parse(text).unwrap_err().code(),
                expected,
                "{text:?}"
            );
        }
    }
}
