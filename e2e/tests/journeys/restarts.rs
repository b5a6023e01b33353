//! The service is killed and starts again, once right after a scan.

use anyhow::Result;
use serde_json::json;
use titan_e2e::Service;

#[tokio::test]
async fn a_link_survives_a_kill_right_after_the_scan() -> Result<()> {
    let mut service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    tenant.start_session("support").await?;
    let qr = tenant.qr("support").await?;

    ana.scan(&qr).await?;
    service.kill().await?;
    service.start_again().await?;

    let session = tenant.wait_status("support", "CONNECTED").await?;
    assert_eq!(session["phoneNumber"], json!(ana.number));
    assert_eq!(session["pushName"], json!(ana.name));
    Ok(())
}

#[tokio::test]
async fn a_connected_number_reconnects_after_every_restart() -> Result<()> {
    let mut service = Service::start().await?;
    let (tenant, ana) = (service.tenant(), service.ana());
    tenant.start_session("support").await?;
    ana.scan(&tenant.qr("support").await?).await?;
    tenant.wait_status("support", "CONNECTED").await?;

    for _ in 0..2 {
        service.kill().await?;
        service.start_again().await?;
        tenant.wait_status("support", "CONNECTED").await?;
    }
    ana.unlink().await?;
    let session = tenant.wait_status("support", "DISCONNECTED").await?;
    assert_eq!(
        session["statusReason"], "LOGGED_OUT",
        "the restarted session still gets the phone's events"
    );
    Ok(())
}
