//! What a phone's camera can point at: the codes that the service in this process shows right now.
//! The sandbox knows nothing of sessions or widgets; whoever embeds it says what is on the screen.

use async_trait::async_trait;
use serde::Serialize;

/// What the phone's camera can see: the codes shown by the service in this process.
#[async_trait]
pub trait Camera: Send + Sync {
    /// The codes on the screen at this moment.
    async fn visible(&self) -> Vec<Sight>;
}

/// One code in front of the camera.
#[derive(Clone, Serialize)]
pub struct Sight {
    /// What a person would call the place it is shown at.
    pub label: String,
    /// The string inside the code.
    pub qr: String,
}
