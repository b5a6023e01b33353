//! The sandbox's camera: the codes that this process shows.

use sandbox::{Camera, VisibleCode};

use crate::app::App;

pub(super) struct ServiceCamera {
    app: App,
}

impl ServiceCamera {
    pub(super) fn new(app: App) -> Self {
        ServiceCamera { app }
    }
}

#[async_trait::async_trait]
impl Camera for ServiceCamera {
    async fn visible(&self) -> Vec<VisibleCode> {
        self.app
            .sessions
            .hub
            .codes()
            .into_iter()
            .map(|(name, code)| VisibleCode {
                label: name,
                qr: code.expose().to_owned(),
            })
            .collect()
    }
}
