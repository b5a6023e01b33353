//! The deployed binary does not contain the sandbox.

use anyhow::{Context, Result};
use titan_e2e::production::ProductionService;
use titan_e2e::{production, service, tenant};

#[tokio::test]
async fn a_production_build_has_no_dev_command() -> Result<()> {
    let tried = production::run(&["dev"]).await?;
    assert!(!tried.status.success());
    let output = String::from_utf8_lossy(&tried.stderr).into_owned();
    assert!(
        output.contains("unrecognized subcommand 'dev'"),
        "the error is: {output}"
    );
    let help = production::run(&["--help"]).await?;
    let output = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(
        output.contains("serve") && !output.contains("sandbox"),
        "the help is: {output}"
    );
    Ok(())
}

#[tokio::test]
async fn a_production_build_serves_no_sandbox_and_ignores_its_variables() -> Result<()> {
    let pointed = [
        ("SANDBOX_NETWORK", "ws://127.0.0.1:9/sandbox/ws/chat"),
        ("SANDBOX_SPEED", "no number"),
    ];
    let service = ProductionService::start(&pointed)
        .await
        .context("the sandbox's variables have no effect")?;
    for path in [
        "/sandbox/",
        "/sandbox/network",
        "/sandbox/phones",
        "/sandbox/ws/chat",
    ] {
        let answer = tenant::http()
            .get(format!("{}{path}", service.url))
            .send()
            .await?;
        assert_eq!(answer.status(), 404, "{path}");
    }
    Ok(())
}

/// The variables' names are not in the program, so nothing reads them.
#[test]
fn a_production_build_does_not_contain_the_sandboxs_variables() -> Result<()> {
    let read = |binary| std::fs::read(binary).context("`cargo xtask test` builds it");
    let (production, sandbox) = (read(production::binary())?, read(service::binary())?);
    let (production, sandbox) = (
        String::from_utf8_lossy(&production),
        String::from_utf8_lossy(&sandbox),
    );
    for name in [
        "SANDBOX_NETWORK",
        "SANDBOX_SPEED",
        "TITAN_CLOCK_OFFSET_SECONDS",
        "PLAYGROUND_LISTEN",
    ] {
        assert!(
            sandbox.contains(name),
            "{name} is not even in the build with the sandbox, so this proves nothing"
        );
        assert!(
            !production.contains(name),
            "{name} is in the production build"
        );
    }
    Ok(())
}
