//! What is deployed knows nothing of the sandbox.

use anyhow::{Context, Result};
use titan_e2e::production::Deployed;
use titan_e2e::{production, service, tenant};

#[tokio::test]
async fn a_production_build_has_no_dev_command() -> Result<()> {
    let tried = production::run(&["dev"]).await?;
    assert!(!tried.status.success());
    let said = String::from_utf8_lossy(&tried.stderr).into_owned();
    assert!(
        said.contains("unrecognized subcommand 'dev'"),
        "it said: {said}"
    );
    let help = production::run(&["--help"]).await?;
    let said = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(
        said.contains("serve") && !said.contains("sandbox"),
        "the help says: {said}"
    );
    Ok(())
}

#[tokio::test]
async fn a_production_build_serves_no_sandbox_and_cannot_be_pointed_at_one() -> Result<()> {
    let pointed = [
        ("SANDBOX_NETWORK", "ws://127.0.0.1:9/sandbox/ws/chat"),
        ("SANDBOX_SPEED", "no number"),
    ];
    let service = Deployed::start(&pointed)
        .await
        .context("the sandbox's variables mean nothing to it")?;
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

/// Whatever the environment says, the variables' very names are not in the program: nothing reads them.
#[test]
fn a_production_build_does_not_know_the_sandboxs_variables() -> Result<()> {
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
