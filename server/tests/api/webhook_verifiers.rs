//! Runs the verifiers in docs/verify on real deliveries, if their language is installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Map, Value, json};

use crate::support::{Delivery, Receiver, TestService};

#[path = "../../../docs/verify/verify.rs"]
mod ours;

/// A delivery, and whether its signature is valid.
struct Case {
    key: String,
    headers: Map<String, Value>,
    body: String,
    now: i64,
    good: bool,
}

async fn delivered(key: &str) -> Delivery {
    let service = TestService::start().await;
    let mut receiver = Receiver::start().await;
    let tenant = service.tenant();
    tenant
        .post(
            "/api/webhooks",
            json!({"url": receiver.url, "hmacKey": key}),
        )
        .await
        .data(201);
    tenant
        .post("/api/webhooks/1/test", json!({}))
        .await
        .data(200);
    receiver.next().await
}

fn cases(key: &str, delivery: &Delivery) -> Vec<Case> {
    let headers: Map<String, Value> = delivery
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
        .collect();
    let body = String::from_utf8(delivery.body.to_vec()).unwrap();
    let now: i64 = delivery.header("webhook-timestamp").parse().unwrap();
    let case = |good| Case {
        key: key.to_owned(),
        headers: headers.clone(),
        body: body.clone(),
        now,
        good,
    };
    let with = |name: &str, value: String| {
        let mut case = case(true);
        case.headers.insert(name.to_owned(), json!(value));
        case
    };
    let signature = delivery.header("webhook-signature");
    vec![
        case(true),
        with("webhook-signature", format!("v1,AAAA v1a,x {signature}")),
        Case {
            body: body.replace("test", "tent"),
            ..case(false)
        },
        Case {
            now: now + 301,
            ..case(false)
        },
        Case {
            now: now - 301,
            ..case(false)
        },
        Case {
            key: "another-key".into(),
            ..case(false)
        },
        Case {
            good: false,
            ..with("webhook-id", "evt_other".into())
        },
        Case {
            good: false,
            ..with("webhook-timestamp", "soon".into())
        },
        Case {
            good: false,
            ..with("webhook-signature", String::new())
        },
    ]
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/verify")
}

/// Runs `program` on a case given as JSON; it prints `true` or `false`.
fn run(program: &str, arguments: &[&str], case: &Case) -> String {
    use std::io::Write as _;
    let input =
        json!({"key": case.key, "headers": case.headers, "body": case.body, "now": case.now});
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(docs())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.to_string().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program} failed");
    String::from_utf8(output.stdout)
        .unwrap()
        .trim()
        .to_lowercase()
}

fn is_here(program: &str) -> bool {
    let found = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    found.is_ok_and(|status| status.success())
}

const NODE: &str = "const i = JSON.parse(require('fs').readFileSync(0, 'utf8')); \
    import(process.argv[1]).then((m) => console.log(m.verify(i.key, i.headers, i.body, i.now)));";
const PYTHON: &str = "import json, sys; sys.path.insert(0, '.'); sys.dont_write_bytecode = True; from verify import verify; \
    i = json.load(sys.stdin); print(verify(i['key'], i['headers'], i['body'].encode(), i['now']))";
const PHP: &str = "require 'verify.php'; $i = json_decode(file_get_contents('php://stdin'), true); \
    echo verify($i['key'], $i['headers'], $i['body'], $i['now']) ? 'true' : 'false';";

#[tokio::test]
async fn every_verifier_accepts_only_valid_signatures() {
    let (mut languages, mut checked) = (vec!["rust"], 0);
    let folder = tempfile::tempdir().unwrap();
    let script = javascript(folder.path());
    for key in [
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        "a key of the tenant's own",
    ] {
        let delivery = delivered(key).await;
        for case in cases(key, &delivery) {
            let header = |name: &str| case.headers.get(name)?.as_str();
            assert_eq!(
                ours::verify(&case.key, header, case.body.as_bytes(), case.now),
                case.good
            );
            for (program, arguments) in [
                ("node", ["-e", NODE, script.as_str()].as_slice()),
                ("python3", &["-c", PYTHON]),
                ("php", &["-r", PHP]),
            ] {
                if !is_here(program) {
                    continue;
                }
                if !languages.contains(&program) {
                    languages.push(program);
                }
                let output = run(program, arguments, &case);
                assert_eq!(output, case.good.to_string(), "{program}: {}", case.body);
            }
            checked += 1;
        }
        if is_here("go") {
            languages.push("go");
            go(&cases(key, &delivery));
        }
    }
    println!("{checked} cases in {languages:?}");
}

/// The TypeScript without its types, because not every Node removes them.
fn javascript(folder: &Path) -> String {
    let mut text = std::fs::read_to_string(docs().join("verify.ts")).unwrap();
    for types in [
        ": string | Buffer",
        ": Record<string, string>",
        ": string",
        ": boolean",
    ] {
        assert!(text.contains(types), "{types}");
        text = text.replace(types, "");
    }
    let script = folder.join("verify.mjs");
    std::fs::write(&script, text).unwrap();
    script.display().to_string()
}

/// A separate module with the verifier and a test that calls it.
fn go(cases: &[Case]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(docs().join("verify.go"), folder.path().join("verify.go")).unwrap();
    std::fs::write(folder.path().join("go.mod"), "module verify\n\ngo 1.21\n").unwrap();
    let list: Vec<Value> = cases
        .iter()
        .map(|case| json!({"Key": case.key, "Headers": case.headers, "Body": case.body, "Now": case.now, "Good": case.good}))
        .collect();
    std::fs::write(folder.path().join("cases.json"), json!(list).to_string()).unwrap();
    std::fs::write(folder.path().join("verify_test.go"), GO).unwrap();
    let tested = Command::new("go")
        .arg("test")
        .current_dir(folder.path())
        .status()
        .unwrap();
    assert!(tested.success());
}

const GO: &str = r#"package verify

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"
	"time"
)

func TestCases(t *testing.T) {
	var cases []struct {
		Key, Body string
		Headers   map[string]string
		Now       int64
		Good      bool
	}
	text, _ := os.ReadFile("cases.json")
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) == 0 {
		t.Fatal(err)
	}
	for i, c := range cases {
		headers := http.Header{}
		for name, value := range c.Headers {
			headers.Set(name, value)
		}
		if Verify(c.Key, headers, []byte(c.Body), time.Unix(c.Now, 0)) != c.Good {
			t.Error(i)
		}
	}
}
"#;
