//! Stops a test service and starts it again on its data.

use std::net::TcpListener;

use sandbox::SOCKET_PATH;
use titan_connect::runtime::config::Config;
use titan_connect::security::signing::Key;

use super::TestService;
use super::data::ServiceData;

impl TestService {
    /// Shuts down and starts again on the same data.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| ()).await
    }

    /// Like [`Self::restart`], with a changed configuration.
    pub async fn restart_with(self, change: impl FnOnce(&mut Config)) -> Self {
        let data = self.stop().await;
        let mut config = data.config_without_limits();
        change(&mut config);
        Self::start_in(data, config, 1.0, None).await
    }

    /// Like [`Self::restart`], with another API key secret.
    pub async fn restart_with_api_key_secret(self, secret: Key) -> Self {
        self.restart_with(|config| config.secrets.api_key_secret = Some(secret))
            .await
    }

    /// Like [`Self::restart`], with an unreachable network.
    pub async fn restart_beside_a_dead_network(self) -> Self {
        let data = self.stop().await;
        // Bound and closed, so nothing listens there.
        let nobody = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let elsewhere = Some(format!("ws://{nobody}{SOCKET_PATH}"));
        let config = data.config_without_limits();
        Self::start_in(data, config, 1.0, elsewhere).await
    }

    /// Shuts down, so that another service can start on the data.
    async fn stop(self) -> ServiceData {
        self.app.tasks.shut_down().await;
        self.app.store.close().await;
        self.exclusive.release().await;
        self.data
    }
}
