//! Which sandbox this start uses.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use sandbox::Sandbox;
use serde_json::Value;
use url::Url;

use super::STATE_FILE;
use crate::app::network::NetworkIdentity;
use crate::app::secrets;
use crate::cli::client;
use crate::domain::network::NetworkId;
use crate::runtime::config::{DATA_DIR, DEV_FOLDER, SERVICE_FOLDER};

/// Time limit of the request to another process's sandbox.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Identifies this process's sandbox, or the one at the socket `elsewhere`.
pub(super) async fn identity(
    own: &Sandbox,
    elsewhere: Option<&str>,
) -> anyhow::Result<NetworkIdentity> {
    match elsewhere {
        None => Ok(NetworkIdentity {
            id: NetworkId::Sandbox(own.root_public_key()),
            accounts: own.account_keys(),
        }),
        Some(socket) => Ok(NetworkIdentity {
            id: NetworkId::Sandbox(root_of(socket).await.with_context(|| {
                format!(
                    "SANDBOX_NETWORK is {socket}, and no sandbox answers there; start that one \
                         first"
                )
            })?),
            accounts: Vec::new(),
        }),
    }
}

async fn root_of(socket: &str) -> anyhow::Result<[u8; 32]> {
    let socket = Url::parse(socket)?;
    let address = format!("http://{}/sandbox/network", socket.authority());
    let answer = client::http(TIMEOUT).get(address).send().await?;
    let network: Value = answer.error_for_status()?.json().await?;
    let key = network["data"]["rootPublicKey"].as_str();
    let key = BASE64.decode(key.context("it names no root key")?)?;
    key.try_into()
        .map_err(|_| anyhow::anyhow!("its root key does not have 32 bytes"))
}

/// Earlier versions kept the sandbox in the service's folder.
pub(super) fn mention_earlier_folder(data_dir: &Path) {
    let is_new = data_dir == Path::new(DEV_FOLDER) && !secrets::file(data_dir).exists();
    if is_new && Path::new(SERVICE_FOLDER).join(STATE_FILE).exists() {
        eprintln!(
            "titan-connect: `dev` has the folder {DEV_FOLDER} of its own now. The phones of an \
             earlier version are in {SERVICE_FOLDER}; to go on with them, set \
             {DATA_DIR}={SERVICE_FOLDER}."
        );
    }
}
