//! `GET /api/widget/stats`

mod filter;

use axum::Json;
use axum::extract::State;
use protocol::api::Data;
use protocol::api::known::{StatsMethod, StatsOutcome};
use protocol::stats::WidgetStats;

use self::filter::StatsFilter;
use crate::http::error::ApiError;
use crate::http::extract::{QueryParameters, Reads};
use crate::sessions::Sessions;
use crate::sessions::funnel;

/// Count how far the links came.
///
/// From a link's creation to its connected number, by day in UTC, method, outcome and the country of the number. A link
/// counts for the day on which it was created. The figures are kept for 400 days, also when sessions are deleted, and
/// name no session, number or person.
#[utoipa::path(
    get,
    path = "/api/widget/stats",
    operation_id = "getWidgetStats",
    tag = "Widget sessions",
    security(("apiKey" = ["sessions:read"])),
    params(
        ("from" = Option<String>, Query, format = Date, description = "The first day, such as \
            2026-11-01. Default: 29 days before `to`."),
        ("to" = Option<String>, Query, format = Date, description = "The last day, at most 91 days \
            after `from`. Default: today."),
        ("method" = Option<StatsMethod>, Query, description = "Only links whose person used this \
            method last."),
        ("outcome" = Option<StatsOutcome>, Query, description = "Only links that ended so."),
        ("country" = Option<String>, Query, description = "Only numbers of this country (ISO 3166-1 \
            alpha-2), or `none`."),
    ),
    responses((status = 200, description = "The counts and times.", body = Data<WidgetStats>)),
)]
pub(in crate::http) async fn get(
    State(sessions): State<Sessions>,
    caller: Reads,
    QueryParameters(filter): QueryParameters<StatsFilter>,
) -> Result<Json<Data<WidgetStats>>, ApiError> {
    let filter = filter.check(caller.tenant_id, sessions.now())?;
    let data = funnel::stats(&sessions, &filter).await?;
    Ok(Json(Data { data }))
}
