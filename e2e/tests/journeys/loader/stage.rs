//! A service, a page of another site, and a phone; and scripts in that page.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use titan_e2e::{Browser, HostPage, Phone, Service, WidgetSession, wait};

pub(crate) struct Stage {
    pub(crate) service: Service,
    pub(crate) host: HostPage,
    phone: Phone,
}

impl Stage {
    pub(crate) async fn start() -> Result<Self> {
        let (service, host) = (Service::start().await?, HostPage::open().await?);
        let phone = Phone::create(&service.startup().service_url, "+5511988887001", "Ana").await?;
        Ok(Self {
            service,
            host,
            phone,
        })
    }

    pub(crate) async fn link(&self, fields: Value) -> Result<WidgetSession> {
        let mut link = json!({"mode": "qr", "allowedOrigins": [self.host.origin]});
        for (name, value) in fields.as_object().into_iter().flatten() {
            link[name] = value.clone();
        }
        self.service.tenant().create_widget_session(link).await
    }

    pub(crate) fn script(&self, attributes: &str) -> String {
        let url = &self.service.startup().service_url;
        format!("<script src=\"{url}/widget/loader.js\" {attributes}></script>")
    }

    /// Lets the phone link another session.
    pub(crate) async fn unlink(&self) -> Result<()> {
        self.phone.unlink().await
    }

    pub(crate) async fn scan(&self, link: &WidgetSession) -> Result<()> {
        let qr = self.service.tenant().qr(&link.session).await?;
        self.phone.scan(&qr).await
    }
}

/// Runs a script in the page that records the callbacks of a widget in `window.calls`.
pub(crate) async fn run(browser: &Browser, script: &str) -> Result<()> {
    let recorder = "window.calls ??= []; const record = {}; \
        for (const name of ['onReady', 'onConnected', 'onError', 'onExpired', 'onClose']) \
          record[name] = (it) => calls.push([name, it?.reason ?? it?.session]);";
    browser
        .execute(format!("{recorder} {script}"), vec![])
        .await?;
    Ok(())
}

pub(crate) async fn wait_call(browser: &Browser, name: &str) -> Result<Value> {
    wait::until(&format!("the callback {name}"), || async {
        let calls = browser.value("window.calls").await?;
        let calls = calls.as_array().context("calls are recorded")?.iter();
        Ok(calls
            .into_iter()
            .find(|call| call[0] == name)
            .map(|call| call[1].clone()))
    })
    .await
}

pub(crate) async fn wait_value(browser: &Browser, expression: &str) -> Result<()> {
    wait::until(expression, || async {
        Ok((browser.value(expression).await? == true).then_some(()))
    })
    .await
}
