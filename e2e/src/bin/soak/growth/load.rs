//! What happens in a round: links are created and left, numbers come and go, and people write to numbers that stay.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Result, bail, ensure};
use reqwest::Method;
use serde_json::json;
use titan_e2e::linked_numbers::{self, phone_number, session_name};
use titan_e2e::phone::Scan;
use titan_e2e::{Phone, Service, Tenant, WidgetSession, tenant, wait};
use tokio::task::JoinSet;

use super::options::GrowthOptions;

/// Numbers that stay connected and receive messages.
const STAYING: usize = 10;

/// Numbers that come and go, each by itself.
const COMING: usize = 8;

/// Of so many links, one is opened in a browser and left.
const OPENED: usize = 20;

/// Messages in a round.
const MESSAGES: usize = 20;

pub(crate) struct Load {
    tenant: Tenant,
    contact: Phone,
    coming: Vec<Phone>,
}

impl Load {
    pub(crate) async fn prepare(network: &Service, service: &Service) -> Result<Self> {
        linked_numbers::link(network, service, 0..STAYING).await?;
        let network = &network.startup().service_url;
        let contact = Phone::create(network, "+5521980000000", "Contact").await?;
        let mut coming = Vec::with_capacity(COMING);
        for index in 0..COMING {
            let number = phone_number(STAYING + index);
            coming.push(Phone::create(network, &number, "Comes and goes").await?);
        }
        Ok(Self {
            tenant: service.tenant(),
            contact,
            coming,
        })
    }

    /// The numbers that stay are connected.
    pub(crate) async fn check(&self) -> Result<()> {
        for index in 0..STAYING {
            let name = session_name(index);
            self.tenant.wait_status(&name, "CONNECTED").await?;
        }
        Ok(())
    }

    pub(crate) async fn round(&self, options: &GrowthOptions, round: usize) -> Result<()> {
        let mut tasks = JoinSet::new();
        let links = Share::of(options.of_round(options.links, round));
        let finished = Share::of(options.of_round(options.finished, round));
        for phone in &self.coming {
            tasks.spawn(abandon(self.tenant.clone(), links.clone()));
            tasks.spawn(come_and_go(
                self.tenant.clone(),
                phone.clone(),
                finished.clone(),
            ));
        }
        tasks.spawn(write(self.contact.clone()));
        while let Some(task) = tasks.join_next().await {
            task??;
        }
        Ok(())
    }
}

/// Work that several tasks share, each piece with a number.
#[derive(Clone)]
struct Share {
    all: usize,
    next: Arc<AtomicUsize>,
}

impl Share {
    fn of(all: usize) -> Self {
        Self {
            all,
            next: Arc::default(),
        }
    }

    fn take(&self) -> Option<usize> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        (next < self.all).then_some(next)
    }
}

async fn abandon(tenant: Tenant, links: Share) -> Result<()> {
    while let Some(number) = links.take() {
        let link = tenant.create_widget_session(json!({})).await?;
        if number % OPENED == 0 {
            open(&link).await?;
        }
    }
    Ok(())
}

/// As a browser does.
async fn open(link: &WidgetSession) -> Result<()> {
    let request = tenant::http().get(&link.url);
    let page = request.header("sec-fetch-dest", "document").send().await?;
    ensure!(page.status().is_success(), "the page of a link: {page:?}");
    // Reads all of it, so that the connection is over.
    page.bytes().await?;
    Ok(())
}

/// The number is linked with a link, and logged out or deleted.
async fn come_and_go(tenant: Tenant, phone: Phone, finished: Share) -> Result<()> {
    while let Some(number) = finished.take() {
        let link = tenant
            .create_widget_session(json!({ "mode": "qr" }))
            .await?;
        open(&link).await?;
        scan(&tenant, &phone, &link.session).await?;
        tenant.wait_status(&link.session, "CONNECTED").await?;
        let path = format!("/api/sessions/{}", link.session);
        if number % 2 == 0 {
            let logout = format!("{path}/logout");
            let answer = tenant.call(Method::POST, &logout, json!({})).await?;
            answer.success()?;
        }
        let answer = tenant.call(Method::DELETE, &path, json!({})).await?;
        answer.success()?;
    }
    Ok(())
}

/// If the code has expired between reading and linking, the phone scans the next one, as a person would.
async fn scan(tenant: &Tenant, phone: &Phone, session: &str) -> Result<()> {
    wait::until("the phone to link", || async {
        match phone.try_scan(&tenant.qr(session).await?).await? {
            Scan::Linked => Ok(Some(())),
            Scan::Rejected { code } if code == "code_expired" => Ok(None),
            Scan::Rejected { code } => bail!("the phone rejected the code: {code}"),
        }
    })
    .await
}

/// To each number that stays, and to some of them again.
async fn write(contact: Phone) -> Result<()> {
    for message in 0..MESSAGES {
        let to = phone_number(message % STAYING);
        contact.send("Are you there?", &to).await?;
    }
    Ok(())
}
