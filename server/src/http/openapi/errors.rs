//! Adds the errors of each operation: the codes it lists itself (`x-errors`), and those that follow from its key, its
//! parameters and its body. Also adds the headers of the responses.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::operations;
use crate::http::error::ErrorCode;

/// The extension in which a handler lists its own error codes. Removed from the finished document.
const NAMED: &str = "x-errors";

const KEY: [&str; 4] = [
    "missing_api_key",
    "invalid_api_key",
    "expired_api_key",
    "disabled_api_key",
];
const MASTER_KEY: [&str; 2] = ["missing_master_key", "invalid_master_key"];
/// Codes of every operation that requires a key.
const ANY_TIME: [&str; 4] = ["rate_limited", "overloaded", "timeout", "internal"];
const BODY: [&str; 3] = ["invalid_json", "body_too_large", "body_timeout"];

/// Codes that may say when to try again.
const WAITING: [&str; 5] = [
    "rate_limited",
    "overloaded",
    "code_limit",
    "throttled",
    "session_restricted",
];

/// Responses that several operations share, by name.
const SHARED: [(&str, &[&str]); 9] = [
    ("NoApiKey", &KEY),
    ("NoMasterKey", &MASTER_KEY),
    ("NotAllowed", &["insufficient_scope"]),
    ("BadBody", &["invalid_json", "body_too_large"]),
    ("SlowBody", &["body_timeout"]),
    ("NoSuchSession", &["session_not_found"]),
    ("RateLimited", &["rate_limited"]),
    ("Busy", &["overloaded", "timeout"]),
    ("Internal", &["internal"]),
];

pub(super) fn add(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    schemas["ErrorCode"] = code_list();
    schemas["ErrorBody"]["properties"]["code"] = json!({"$ref": "#/components/schemas/ErrorCode"});
    document["components"]["headers"] = headers();
    for (name, codes) in SHARED {
        document["components"]["responses"][name] = error_response(codes);
    }
    for operation in operations(document) {
        let codes = codes(operation);
        if let Some(operation) = operation.as_object_mut() {
            operation.remove(NAMED);
        }
        for (status, codes) in by_status(&codes) {
            operation["responses"][status.to_string()] = shared_or_own(&codes);
        }
        add_headers(operation);
    }
}

fn shared_or_own(codes: &[&str]) -> Value {
    match SHARED.iter().find(|shared| shared.1 == codes) {
        Some((name, _)) => json!({"$ref": format!("#/components/responses/{name}")}),
        None => error_response(codes),
    }
}

fn code_list() -> Value {
    let words: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    let line = |code: &ErrorCode| {
        let (name, status, meaning) = (code.name(), code.status().as_u16(), code.meaning());
        format!("- `{name}` ({status}): {meaning}")
    };
    let lines: Vec<String> = ErrorCode::ALL.iter().map(line).collect();
    json!({
        "type": "string",
        "description": format!("Stable; new ones may come.\n\n{}", lines.join("\n")),
        "enum": words,
    })
}

fn headers() -> Value {
    let whole = json!({"type": "integer", "minimum": 0});
    json!({
        "RequestId": {"description": "The id of this request, as in the log.", "schema": {"type": "string"}},
        "RateLimit": {"description": "Requests per minute that the caller may make.", "schema": whole},
        "RateLimitRemaining": {"description": "Requests that remain in the current window.", "schema": whole},
        "RetryAfter": {"description": "Seconds to wait before a retry.", "schema": {"type": "integer", "minimum": 1}},
    })
}

/// The error codes of an operation.
fn codes(operation: &Value) -> Vec<String> {
    let named = operation[NAMED].as_array().into_iter().flatten();
    let named = named.filter_map(Value::as_str);
    let mut codes: Vec<&str> = named.collect();
    let needs = |scheme: &str| {
        let all = operation["security"].as_array().into_iter().flatten();
        all.filter_map(|one| one[scheme].as_array()).next()
    };
    if let Some(scopes) = needs("apiKey") {
        codes.extend(KEY);
        codes.extend((!scopes.is_empty()).then_some("insufficient_scope"));
        codes.extend(ANY_TIME);
    }
    if needs("masterKey").is_some() {
        codes.extend(MASTER_KEY);
        codes.extend(ANY_TIME);
    }
    if operation.get("requestBody").is_some() {
        codes.extend(BODY);
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let (place, name) = (parameter["in"].as_str(), parameter["name"].as_str());
        codes.push(match (place, name) {
            (Some("query"), Some("cursor")) => "invalid_cursor",
            (Some("query"), _) => "invalid_query",
            (_, Some("session")) => "session_not_found",
            _ => "no_such_route",
        });
    }
    codes.into_iter().map(str::to_owned).collect()
}

fn by_status(codes: &[String]) -> BTreeMap<u16, Vec<&str>> {
    let mut found: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for code in codes {
        // An unknown code has no status; a test that reads the sources reports it.
        let status = ErrorCode::named(code).map_or(500, |code| code.status().as_u16());
        let same = found.entry(status).or_default();
        if !same.contains(&code.as_str()) {
            same.push(code);
        }
    }
    found
}

fn error_response(codes: &[&str]) -> Value {
    let meaning = |code: &&str| {
        let meaning = ErrorCode::named(code).map_or("", ErrorCode::meaning);
        format!("`{code}`: {meaning}")
    };
    let meanings: Vec<String> = codes.iter().map(meaning).collect();
    let mut headers = common_headers();
    let waits = |code: &&str| WAITING.contains(code);
    if codes.iter().any(waits) {
        headers["Retry-After"] = header("RetryAfter");
    }
    json!({
        "description": meanings.join(" "),
        "headers": headers,
        "content": {"application/json": {
            "schema": {"allOf": [
                {"$ref": "#/components/schemas/ErrorBody"},
                {"properties": {"code": {"enum": codes}}},
            ]},
            "examples": examples(codes),
        }},
    })
}

fn examples(codes: &[&str]) -> Value {
    let example = |code: &&str| {
        let meaning = ErrorCode::named(code).map_or("", ErrorCode::meaning);
        let body =
            json!({"error": meaning, "code": code, "requestId": "req_01k9zq3v7w8x5y6z0a1b2c3d4e"});
        ((*code).to_owned(), json!({"value": body}))
    };
    Value::Object(codes.iter().map(example).collect())
}

fn header(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

fn common_headers() -> Value {
    json!({"X-Request-Id": header("RequestId")})
}

/// Adds the headers of successful responses. Error responses have them already.
fn add_headers(operation: &mut Value) {
    let counted = operation.get("security").is_some();
    let responses = operation["responses"].as_object_mut().into_iter().flatten();
    for (_, response) in responses.filter(|(status, _)| status.starts_with('2')) {
        response["headers"] = common_headers();
        if counted {
            response["headers"]["X-RateLimit-Limit"] = header("RateLimit");
            response["headers"]["X-RateLimit-Remaining"] = header("RateLimitRemaining");
        }
    }
}
