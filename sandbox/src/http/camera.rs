//! The codes that a phone's camera sees now.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::reply::{Data, data};
use crate::camera::{Camera, VisibleCode};

pub(super) async fn visible(State(camera): State<Arc<dyn Camera>>) -> Json<Data<Vec<VisibleCode>>> {
    data(camera.visible().await)
}
