//! The part of a list that is asked for: `?limit=` and `?cursor=`.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;

use super::QueryParameters;
use crate::domain::paging::{Limit, List, Paging};
use crate::http::error::ApiError;

/// The parameters of every list, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the extractor reads them as text, to say what is wrong with them"
)]
pub(in crate::http) struct ListParameters {
    /// Items per page; default: 100.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u8>,
    /// The `nextCursor` of the previous page.
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    limit: Option<String>,
    cursor: Option<String>,
}

pub(in crate::http) struct ListQuery {
    limit: Limit,
    cursor: Option<String>,
}

impl ListQuery {
    /// Fails if the cursor is of another list.
    pub fn paging(&self, list: List) -> Result<Paging, ApiError> {
        let after = self.cursor.as_deref().map(|cursor| list.position(cursor));
        Ok(Paging {
            after: after.transpose()?,
            limit: self.limit,
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ListQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let QueryParameters(Said { limit, cursor }) =
            QueryParameters::from_request_parts(parts, state).await?;
        let limit = limit.as_deref().map(Limit::parse).transpose()?;
        Ok(ListQuery {
            limit: limit.unwrap_or_default(),
            cursor,
        })
    }
}
