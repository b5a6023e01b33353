//! What a phone that holds its camera up sees.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::reply::{Data, data};
use crate::{Camera, Sight};

pub(super) async fn look(State(camera): State<Arc<dyn Camera>>) -> Json<Data<Vec<Sight>>> {
    data(camera.visible().await)
}
