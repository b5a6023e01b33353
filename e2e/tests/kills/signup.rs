//! The service is killed a hundred times at random moments of a signup. In the end every number is connected, and Meta
//! has seen no code and no registration twice.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use rand::RngExt as _;
use serde_json::{Value, json};
use titan_e2e::{Meta, Service, SignupLink, wait};

use crate::{RUNS, seeded_random};

/// A signup takes about this long; the kill is within it.
const SIGNUP: Duration = Duration::from_millis(250);

#[tokio::test]
async fn no_signup_is_lost_when_the_service_is_killed() -> Result<()> {
    let mut random = seeded_random();
    let begun = Instant::now();
    let network = Service::start().await?;
    let mut service = Service::on_network_of(&network).await?;
    let meta = Meta::of(&network);
    for run in 0..RUNS {
        let waba_id = meta
            .add_business(&format!("+55119{:08}", 81_000_000 + run))
            .await?;
        let moment = SIGNUP.mul_f64(random.random());
        let done = run_with_kill(&mut service, &meta, run, &waba_id, moment).await;
        done.with_context(|| format!("run {run}"))?;
        if (run + 1) % 10 == 0 {
            println!("{} runs after {:.0?}", run + 1, begun.elapsed());
        }
    }
    check_requests(&meta.requests().await?)?;
    check_registrations(&meta.registrations().await?)
}

async fn run_with_kill(
    service: &mut Service,
    meta: &Meta,
    run: usize,
    waba_id: &str,
    moment: Duration,
) -> Result<()> {
    let link = SignupLink::open(service, &format!("run-{run:03}")).await?;
    link.send(json!({"type": "begin"})).await?;
    let code = meta.grant(waba_id).await?;
    let sending = link.clone();
    let sent =
        tokio::spawn(async move { sending.send(json!({"type": "code", "code": code})).await });
    // Not waiting for a condition: this is the random moment of the kill.
    tokio::time::sleep(moment).await;
    service.kill().await?;
    sent.abort();
    service.start_again().await?;
    wait::until("the number to be connected", || go_on(&link, meta, waba_id)).await
}

/// What the page and the person do next; `Some` once the number is connected.
async fn go_on(link: &SignupLink, meta: &Meta, waba_id: &str) -> Result<Option<()>> {
    let view = link.view().await?;
    if view["step"] == "connected" {
        return Ok(Some(()));
    }
    let signup = &view["signup"];
    match (signup["state"].as_str(), signup["remedy"].as_str()) {
        (Some("begun"), _) | (Some("stopped"), Some("sign_up_again")) => {
            let code = meta.grant(waba_id).await?;
            link.send(json!({"type": "code", "code": code})).await?;
        }
        (Some("stopped"), Some("try_again")) => {
            link.send(json!({"type": "retry"})).await?;
        }
        (Some("working" | "connected"), _) => {}
        _ => bail!("the person cannot go on: {view}"),
    }
    Ok(None)
}

fn check_requests(requests: &[Value]) -> Result<()> {
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for request in requests.iter().filter(|it| it["call"] == "exchange") {
        *codes
            .entry(request["body"]["code"].to_string())
            .or_default() += 1;
    }
    ensure!(
        codes.len() >= RUNS,
        "only {} codes were exchanged",
        codes.len()
    );
    let twice = codes.iter().find(|it| *it.1 > 1);
    ensure!(twice.is_none(), "a code was exchanged twice: {twice:?}");
    Ok(())
}

fn check_registrations(registrations: &[(String, u64)]) -> Result<()> {
    let registered = registrations.iter().filter(|it| it.1 > 0).count();
    ensure!(
        registered >= RUNS,
        "only {registered} numbers were registered"
    );
    let twice = registrations.iter().find(|it| it.1 > 1);
    ensure!(twice.is_none(), "a number was registered twice: {twice:?}");
    Ok(())
}
