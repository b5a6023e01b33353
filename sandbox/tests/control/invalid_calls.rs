//! Calls that are rejected.

use axum::http::Method;
use serde_json::json;

use super::{call, open};

const PHONES: &str = "/sandbox/phones";
const FAULTS: &str = "/sandbox/faults";

/// Calls, as path and body, that are rejected with one status and code.
struct Rejected {
    status: u16,
    code: &'static str,
    calls: &'static [(&'static str, &'static str)],
}

const REJECTED: [Rejected; 11] = [
    Rejected {
        status: 400,
        code: "invalid_body",
        calls: &[
            (
                PHONES,
                r#"{ "phoneNumber": "+4915112345678", "color": "red" }"#,
            ),
            (
                PHONES,
                r#"{ "phoneNumber": "+4915112345678", "platform": "fridge" }"#,
            ),
            ("/sandbox/phones/5511999990001/scan", "{}"),
            (FAULTS, r#"{ "ban": { "phoneNumber": "5511999990001" } }"#),
            (FAULTS, r#"{ "dropNow": { "everybody": true } }"#),
            (FAULTS, r#"{ "explode": true }"#),
        ],
    },
    Rejected {
        status: 400,
        code: "invalid_fault",
        calls: &[
            (
                FAULTS,
                r#"{ "streamError": { "phoneNumber": "5511999990001", "code": "x" } }"#,
            ),
            (FAULTS, r#"{ "latencyMs": 999999 }"#),
            (FAULTS, r#"{ "refuseNextLogin": { "reason": 200 } }"#),
            (
                FAULTS,
                r#"{ "refuseNextLogin": { "reason": 401, "expireSeconds": 1 } }"#,
            ),
        ],
    },
    Rejected {
        status: 400,
        code: "invalid_name",
        calls: &[(
            PHONES,
            r#"{ "phoneNumber": "+4915112345678", "pushName": " " }"#,
        )],
    },
    Rejected {
        status: 400,
        code: "invalid_phone_number",
        calls: &[
            (PHONES, r#"{ "phoneNumber": "12" }"#),
            (PHONES, r#"{ "phoneNumber": "tel:5511999990001" }"#),
            ("/sandbox/phones/ana/scan", r#"{ "qr": "2@x" }"#),
            (
                "/sandbox/phones/5511999990001/send",
                r#"{ "text": "Oi", "to": "12" }"#,
            ),
        ],
    },
    Rejected {
        status: 400,
        code: "invalid_platform",
        calls: &[
            (
                PHONES,
                r#"{ "phoneNumber": "+4915112345678", "platform": "smba" }"#,
            ),
            (
                PHONES,
                r#"{ "phoneNumber": "+4915112345678", "businessName": "X", "platform": "iphone" }"#,
            ),
            (
                PHONES,
                r#"{ "phoneNumber": "+4915112345678", "coexistence": true }"#,
            ),
        ],
    },
    Rejected {
        status: 404,
        code: "device_not_found",
        calls: &[
            ("/sandbox/phones/5511999990001/unlink", "{}"),
            ("/sandbox/phones/5511999990001/unlink", r#"{ "device": 3 }"#),
        ],
    },
    Rejected {
        status: 404,
        code: "no_such_call",
        calls: &[("/sandbox/phones/5511999990001/dance", "{}")],
    },
    Rejected {
        status: 404,
        code: "phone_not_found",
        calls: &[(
            "/sandbox/phones/4915112345678/scan",
            r#"{ "qr": "2@x,a,b,c,1" }"#,
        )],
    },
    Rejected {
        status: 405,
        code: "wrong_method",
        calls: &[("/sandbox/network", "{}")],
    },
    Rejected {
        status: 422,
        code: "no_code_requested",
        calls: &[(
            "/sandbox/phones/5511999990001/enter-code",
            r#"{ "code": "ABCD-EFGH" }"#,
        )],
    },
    Rejected {
        status: 422,
        code: "not_a_whatsapp_code",
        calls: &[("/sandbox/phones/5511999990001/scan", r#"{ "qr": "hello" }"#)],
    },
];

#[tokio::test]
async fn an_invalid_call_is_rejected_with_a_code_and_a_sentence() {
    let (_, router) = open().await;
    for Rejected {
        status,
        code,
        calls,
    } in REJECTED
    {
        for (path, body) in calls {
            let (got, answer) = call(&router, Method::POST, path, body).await;
            assert_eq!(
                (got.as_u16(), &answer["code"]),
                (status, &json!(code)),
                "{path} {body}: {answer}"
            );
            let error = answer["error"].as_str();
            assert!(error.is_some_and(|error| !error.is_empty()), "{answer}");
        }
    }
}
