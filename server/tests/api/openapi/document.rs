//! The document as the tests read it: operations, and validation of bodies.

use std::collections::BTreeMap;

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestService, finish};

const JSON: &str = "application/json";

pub struct Document {
    pub root: Value,
}

#[derive(Clone)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// The path with its parameters in braces.
    pub path: String,
    pub what: Value,
}

impl Document {
    pub async fn of(service: &TestService) -> Self {
        let answer =
            finish(reqwest::Client::new().get(format!("{}/openapi.json", service.url))).await;
        assert_eq!(answer.status, 200);
        Document {
            root: answer.json(),
        }
    }

    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.root["paths"].as_object().unwrap();
        let all = paths.iter().flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .iter()
                .map(move |(method, what)| Operation {
                    id: what["operationId"].as_str().unwrap().to_owned(),
                    method: Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(),
                    path: path.clone(),
                    what: self.with_answers(what),
                })
        });
        all.collect()
    }

    /// The operation, with references to shared responses resolved.
    fn with_answers(&self, what: &Value) -> Value {
        let mut what = what.clone();
        for answer in what["responses"].as_object_mut().unwrap().values_mut() {
            *answer = self.resolved(answer).clone();
        }
        what
    }

    #[track_caller]
    pub fn operation(&self, id: &str) -> Operation {
        let mut all = self.operations().into_iter();
        all.find(|operation| operation.id == id)
            .unwrap_or_else(|| panic!("no operation {id}"))
    }

    /// The schema that a reference names, or the schema itself.
    pub fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(name) => {
                let found = self.root.pointer(name.trim_start_matches('#'));
                self.resolved(found.unwrap_or_else(|| panic!("no {name}")))
            }
            None => schema,
        }
    }

    /// A validator for a schema of this document, formats included.
    pub fn validator(&self, schema: &Value) -> Validator {
        let mut whole = self.root.clone();
        let all = whole["components"]["schemas"].as_object_mut().unwrap();
        all.values_mut().for_each(close);
        let mut schema = schema.clone();
        close(&mut schema);
        // References are resolved in this document.
        schema["components"] = whole["components"].take();
        jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap_or_else(|error| panic!("{error} in {schema}"))
    }

    /// Asserts that the operation documents this response. Returns its code if it is an error.
    #[track_caller]
    pub fn judge(&self, operation: &Operation, answer: &Answer) -> Option<String> {
        let (id, status) = (&operation.id, answer.status.as_u16());
        let answers = operation.answers();
        let known = answers.get(&status.to_string());
        let known = known.unwrap_or_else(|| panic!("{id} answered {status}: {}", answer.text()));
        let media = answer
            .header("content-type")
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let content = known["content"].get(&media);
        let content = content.unwrap_or_else(|| panic!("{id} answered {status} as {media}"));
        for name in known["headers"]
            .as_object()
            .into_iter()
            .flat_map(|all| all.keys())
        {
            // Only sent if there is a time to wait.
            assert!(
                name == "Retry-After" || answer.headers.contains_key(name),
                "{id} {status} has no {name}"
            );
        }
        if media != JSON {
            return None;
        }
        let body = answer.json();
        let faults: Vec<String> = self
            .validator(&content["schema"])
            .iter_errors(&body)
            .map(|fault| fault.to_string())
            .collect();
        assert!(
            faults.is_empty(),
            "{id} answered {status} {body}: {faults:?}"
        );
        body["code"]
            .as_str()
            .filter(|_| status >= 400)
            .map(str::to_owned)
    }
}

impl Operation {
    /// The responses by status.
    pub fn answers(&self) -> BTreeMap<String, Value> {
        let answers = self.what["responses"].as_object().unwrap();
        answers
            .iter()
            .map(|(status, what)| (status.clone(), what.clone()))
            .collect()
    }

    /// Each status with each of its codes; a success has none.
    pub fn outcomes(&self) -> Vec<(u16, Option<String>)> {
        let mut found = Vec::new();
        for (status, answer) in self.answers() {
            let status = status.parse().unwrap();
            let codes =
                &answer["content"][JSON]["schema"]["allOf"][1]["properties"]["code"]["enum"];
            match codes.as_array() {
                Some(codes) => found.extend(
                    codes
                        .iter()
                        .map(|code| (status, Some(code.as_str().unwrap().to_owned()))),
                ),
                None => found.push((status, None)),
            }
        }
        found
    }

    /// `apiKey` or `masterKey`.
    pub fn scheme(&self) -> Option<String> {
        let security = self.what["security"].as_array()?.first()?.as_object()?;
        security.keys().next().cloned()
    }

    pub fn request(&self) -> Option<&Value> {
        self.what["requestBody"]["content"].get(JSON)
    }

    /// The example request.
    pub fn example(&self) -> Option<Value> {
        self.request().map(|request| request["example"].clone())
    }

    pub fn parameters(&self, place: &str) -> Vec<Value> {
        let all = self.what["parameters"].as_array().into_iter().flatten();
        all.filter(|one| one["in"] == place).cloned().collect()
    }
}

/// Forbids undocumented fields in responses, except in objects that combine several schemas.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("type") == Some(&json!("object")) && object.contains_key("properties") {
                object
                    .entry("unevaluatedProperties")
                    .or_insert(json!(false));
            }
            object.values_mut().for_each(close);
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}
