//! Lists in pages, with cursors as Graph writes them.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::Url;
use serde_json::{Value, json};

use super::error::GraphError;
use super::request::GraphRequest;

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;

/// The requested page of a list.
pub(super) fn page(request: &GraphRequest, items: Vec<Value>) -> Result<Value, GraphError> {
    let limit = limit(request)?;
    let start = match request.param("after") {
        Some(cursor) => position(&cursor)? + 1,
        None => 0,
    };
    let total = items.len();
    let data: Vec<Value> = items.into_iter().skip(start).take(limit).collect();
    if data.is_empty() {
        return Ok(json!({ "data": data }));
    }
    let last = start + data.len() - 1;
    let cursors = json!({ "before": cursor(start), "after": cursor(last) });
    let mut paging = json!({ "cursors": cursors });
    if last + 1 < total {
        paging["next"] = json!(next(request, &cursor(last)));
    }
    Ok(json!({ "data": data, "paging": paging }))
}

fn limit(request: &GraphRequest) -> Result<usize, GraphError> {
    let Some(limit) = request.param("limit") else {
        return Ok(DEFAULT_LIMIT);
    };
    let limit = limit.parse::<usize>().ok().filter(|limit| *limit > 0);
    let limit = limit.ok_or_else(|| {
        GraphError::numbered(100, "Param limit must be an integer greater than 0")
    })?;
    Ok(limit.min(MAX_LIMIT))
}

fn cursor(index: usize) -> String {
    BASE64_STANDARD.encode(index.to_string())
}

fn position(cursor: &str) -> Result<usize, GraphError> {
    let bytes = BASE64_STANDARD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let index = text.and_then(|text| text.parse().ok());
    index.ok_or_else(|| GraphError::numbered(100, "Invalid cursors values"))
}

/// The address of the next page. Like Graph's, it contains the access token.
fn next(request: &GraphRequest, after: &str) -> Option<String> {
    let mut url = Url::parse(&format!("{}{}", request.origin, request.path)).ok()?;
    let own = ["after", "access_token"];
    let params = request.query.iter();
    let params = params.filter(|(name, _)| !own.contains(&name.as_str()));
    url.query_pairs_mut()
        .append_pair("access_token", &request.token()?)
        .extend_pairs(params.filter_map(|(name, value)| Some((name, value.as_str()?))))
        .append_pair("after", after);
    Some(url.into())
}
