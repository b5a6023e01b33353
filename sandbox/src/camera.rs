//! What a phone's camera can see: the codes that the service in this process shows now. The sandbox does not depend
//! on sessions or widgets, so the program that embeds it supplies the codes.

use async_trait::async_trait;
use serde::Serialize;

/// Supplies the codes that the phone's camera can see.
#[async_trait]
pub trait Camera: Send + Sync {
    /// The codes on the screen at this moment.
    async fn visible(&self) -> Vec<VisibleCode>;
}

/// One code in front of the camera.
#[derive(Clone, Serialize)]
pub struct VisibleCode {
    /// A name for the place where it is shown.
    pub label: String,
    /// The string inside the code.
    pub qr: String,
}
