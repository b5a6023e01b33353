//! `/docs`: loads only its own files, and cannot be framed.

use crate::support::TestService;

#[tokio::test]
async fn the_explorer_loads_only_its_own_files() {
    let service = TestService::start().await;
    let page = service.page(&format!("{}/docs", service.url)).await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self';",
        "style-src 'self';",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    let html = page.text();
    let named: Vec<&str> = html
        .split('"')
        .filter(|word| word.starts_with("/docs/"))
        .collect();
    assert_eq!(named.len(), 4, "{html}");
    for path in named {
        let file = service.page(&format!("{}{path}", service.url)).await;
        assert_eq!(file.status, 200, "{path}");
        assert!(!file.bytes.is_empty(), "{path}");
        let kind = if path.ends_with(".js") {
            "text/javascript"
        } else {
            "text/css"
        };
        assert!(file.header("content-type").starts_with(kind), "{path}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
    }
    let none = service
        .page(&format!("{}/docs/index.html", service.url))
        .await;
    none.refused(404, "no_such_route");
}

#[tokio::test]
async fn the_document_is_json_that_is_revalidated() {
    let service = TestService::start().await;
    let document = service.page(&format!("{}/openapi.json", service.url)).await;
    assert_eq!(document.header("content-type"), "application/json");
    assert_eq!(document.header("cache-control"), "no-cache");
}
