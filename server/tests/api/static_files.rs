//! Files that are the same for everybody: compressed once, not sent twice, and limited by address.

use std::io::Read as _;

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, TestService};

const ANYONE: &str = "198.51.100.1";
const SOMEONE_ELSE: &str = "198.51.100.2";

/// A file of each kind, and what its caches are told.
async fn files(service: &TestService) -> Vec<(String, &'static str)> {
    let widget = service.tenant().create_widget_session(json!({})).await;
    let page = service
        .open(widget["widgetToken"].as_str().unwrap())
        .await
        .text();
    let mut words = page.split('"');
    let words = words.find(|word| word.ends_with(".json")).unwrap();
    let mut files = vec![(words.to_owned(), "public, max-age=31536000, immutable")];
    files.extend(
        [
            ("/openapi.json", "no-cache"),
            ("/docs", "no-cache"),
            ("/docs/explorer.js", "public, max-age=3600"),
            ("/docs/swagger-ui.css", "public, max-age=3600"),
            ("/widget/loader.js", "public, max-age=3600"),
        ]
        .map(|(path, cached)| (path.to_owned(), cached)),
    );
    files
}

async fn get(service: &TestService, path: &str, headers: &[(&str, &str)]) -> Answer {
    let url = format!("{}{path}", service.url);
    service.fetch(Method::GET, &url, headers).await
}

fn decoded(answer: &Answer, encoding: Option<&str>) -> Vec<u8> {
    let mut content = Vec::new();
    let bytes = answer.bytes.as_slice();
    match encoding {
        None => content.extend_from_slice(bytes),
        Some("gzip") => drop(
            flate2::read::GzDecoder::new(bytes)
                .read_to_end(&mut content)
                .unwrap(),
        ),
        Some("br") => brotli::BrotliDecompress(&mut &*bytes, &mut content).unwrap(),
        Some(other) => panic!("{other}"),
    }
    content
}

#[tokio::test]
async fn every_file_is_sent_in_the_encoding_that_the_client_takes() {
    let service = TestService::start().await;
    for (path, cached) in files(&service).await {
        let plain = get(&service, &path, &[]).await;
        assert_eq!(plain.status, 200, "{path}");
        let table = [
            ("identity", None),
            ("gzip, deflate", Some("gzip")),
            ("gzip, deflate, br, zstd", Some("br")),
            ("br;q=0, gzip", Some("gzip")),
            ("zstd", None),
        ];
        for (accepted, encoding) in table {
            let answer = get(&service, &path, &[("accept-encoding", accepted)]).await;
            let case = format!("{path} for {accepted}");
            let sent = answer.headers.get("content-encoding");
            assert_eq!(sent.map(|it| it.to_str().unwrap()), encoding, "{case}");
            assert!(decoded(&answer, encoding) == plain.bytes, "{case}");
            assert_eq!(encoding.is_some(), answer.bytes.len() < plain.bytes.len());
            for (name, value) in [("vary", "accept-encoding"), ("cache-control", cached)] {
                assert_eq!(answer.header(name), value, "{case}");
            }
            for name in ["etag", "content-type", "x-content-type-options"] {
                assert_eq!(answer.header(name), plain.header(name), "{case}");
            }
        }
    }
}

#[tokio::test]
async fn no_file_is_sent_to_a_client_that_has_it() {
    let service = TestService::start().await;
    for (path, cached) in files(&service).await {
        let version = get(&service, &path, &[]).await.header("etag").to_owned();
        for (known, status) in [(version.as_str(), 304), ("W/\"another\"", 200)] {
            let headers = [("if-none-match", known), ("accept-encoding", "br")];
            let answer = get(&service, &path, &headers).await;
            assert_eq!(answer.status.as_u16(), status, "{path}: {known}");
            assert_eq!(answer.bytes.is_empty(), status == 304, "{path}");
            let is_encoded = answer.headers.contains_key("content-encoding");
            assert_eq!(is_encoded, status == 200, "{path}");
            assert_eq!(answer.header("etag"), version, "{path}");
            assert_eq!(answer.header("cache-control"), cached, "{path}");
            assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
        }
    }
}

#[tokio::test]
async fn files_have_a_rate_of_their_own() {
    let service = TestService::start_limited(|limits| limits.per_address_files = 2).await;
    let paths = ["/openapi.json", "/docs/explorer.css", "/widget/loader.js"];
    for path in &paths[..2] {
        let answer = service.visit_from(ANYONE, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("x-ratelimit-limit"), "2");
    }
    let others = ["/widget/assets/none.js", "/docs", "/nothing", "/"];
    for path in paths.iter().chain(&others) {
        let refused = service.visit_from(ANYONE, path).await;
        refused.refused(429, "rate_limited");
        assert_eq!(refused.header("retry-after"), "61", "{path}");
    }
    let other = service.visit_from(SOMEONE_ELSE, "/openapi.json").await;
    assert_eq!(other.status, 200);
    // Calls and pages are counted apart.
    let call = service.visit_from(ANYONE, "/api/sessions").await;
    call.refused(401, "missing_api_key");
    let page = service.visit_from(ANYONE, "/widget/connect").await;
    assert_eq!(page.status, 403);
    let health = service.visit_from(ANYONE, "/health/live").await;
    assert_eq!(health.status, 200);
}

/// What is made for each request is compressed after it has passed the limits.
#[tokio::test]
async fn responses_are_compressed_and_rejections_are_not() {
    let service = TestService::start_limited(|limits| limits.per_address_tokens = 1).await;
    let url = format!("{}/widget/connect", service.url);
    let headers = [("accept-encoding", "br")];
    let page = service.fetch(Method::GET, &url, &headers).await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-encoding")),
        (403, "br")
    );
    let busy = service.fetch(Method::GET, &url, &headers).await;
    assert_eq!(busy.status, 429);
    assert!(!busy.headers.contains_key("content-encoding"));
    assert!(busy.text().contains("One moment, please"));
}
