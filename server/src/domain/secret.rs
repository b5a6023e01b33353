//! Secret text. Debug output hides it, it is compared in constant time, and its memory is cleared when it is dropped.

use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

/// Secret text, which must not reach a log.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text. What is made of it is not protected any more.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Secret(text.into())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose()
            .as_bytes()
            .ct_eq(other.expose().as_bytes())
            .into()
    }
}

impl Eq for Secret {}

/// A kind of secret text, as a type of its own.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name($crate::domain::secret::Secret);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                $name(text.into().into())
            }

            /// The text. What is made of it is not protected any more.
            pub fn expose(&self) -> &str {
                self.0.expose()
            }
        }
    };
}

pub(super) use secret;

#[cfg(test)]
mod tests {
    secret!(Password);

    #[test]
    fn a_secret_is_hidden_and_can_be_compared() {
        let secret = Password::new("correct horse");
        assert_eq!(secret, Password::new("correct horse"));
        assert_ne!(secret, Password::new("correct hors"));
        assert_eq!(secret.expose(), "correct horse");
        let shown = format!("{secret:?}");
        assert!(
            shown.starts_with("Password(") && !shown.contains("horse"),
            "{shown}"
        );
    }
}
