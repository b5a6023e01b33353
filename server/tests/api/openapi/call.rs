//! One request to an operation, valid unless something is changed.

use std::collections::BTreeMap;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use super::{Document, Operation};
use crate::support::{Answer, TestService, finish};

#[derive(Clone)]
pub struct Call {
    pub operation: Operation,
    pub parameters: BTreeMap<String, String>,
    pub query: String,
    pub body: Option<String>,
    pub media: &'static str,
    pub key: Option<String>,
}

impl Call {
    /// With the document's example as its body.
    pub fn of(operation: &Operation, key: &str) -> Self {
        Call {
            operation: operation.clone(),
            parameters: BTreeMap::new(),
            query: String::new(),
            body: operation.example().map(|body| body.to_string()),
            media: "application/json",
            key: operation.scheme().map(|_| key.to_owned()),
        }
    }

    pub fn with(mut self, parameter: &str, value: &str) -> Self {
        self.parameters
            .insert(parameter.to_owned(), value.to_owned());
        self
    }

    pub fn asking(mut self, query: &str) -> Self {
        self.query = query.to_owned();
        self
    }

    pub fn saying(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string());
        self
    }

    pub fn by(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// The path with its parameters; those without a value are `none`.
    pub fn path(&self) -> String {
        let mut path = self.operation.path.clone();
        for parameter in self.operation.parameters("path") {
            let name = parameter["name"].as_str().unwrap();
            let value = self.parameters.get(name).map_or("none", String::as_str);
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path + &self.query
    }

    pub async fn send(&self, service: &TestService) -> Answer {
        let address = format!("{}{}", service.url, self.path());
        let mut request = service.http.request(self.operation.method.clone(), address);
        if let Some(key) = &self.key {
            request = request.header(AUTHORIZATION, format!("Bearer {key}"));
        }
        if let Some(body) = &self.body {
            request = request.header(CONTENT_TYPE, self.media).body(body.clone());
        }
        finish(request).await
    }

    /// Sends it and checks the response against the document. Returns status and code.
    pub async fn judged(
        &self,
        service: &TestService,
        document: &Document,
    ) -> (u16, Option<String>, Answer) {
        let answer = self.send(service).await;
        let code = document.judge(&self.operation, &answer);
        (answer.status.as_u16(), code, answer)
    }
}
