//! A test resolver: each look-up returns the next answer; the last one repeats.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use titan_connect::security::host_resolver::HostResolver;

#[derive(Default)]
pub struct TestNames {
    answers: Mutex<HashMap<String, Vec<Vec<IpAddr>>>>,
    lookups: Mutex<usize>,
}

impl TestNames {
    /// Sets the answers of a host, one per look-up.
    pub fn resolve(&self, host: &str, answers: &[&[&str]]) {
        let parse = |ips: &&[&str]| ips.iter().map(|ip| ip.parse().unwrap()).collect();
        let answers = answers.iter().map(parse).collect();
        self.answers
            .lock()
            .unwrap()
            .insert(host.to_owned(), answers);
    }

    pub fn lookups(&self) -> usize {
        *self.lookups.lock().unwrap()
    }
}

#[async_trait::async_trait]
impl HostResolver for TestNames {
    async fn addresses(&self, host: &str) -> Vec<IpAddr> {
        *self.lookups.lock().unwrap() += 1;
        let mut answers = self.answers.lock().unwrap();
        match answers.get_mut(host) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers[0].clone(),
            None => Vec::new(),
        }
    }
}
