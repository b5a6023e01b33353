//! The deployed binary does not contain the sandbox, and accepts no network but WhatsApp's.

use std::io::BufRead as _;

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

/// The public key of the root that signs the certificates of WhatsApp's servers.
const ROOT: [u8; 32] = [
    0x14, 0x23, 0x75, 0x57, 0x4d, 0x0a, 0x58, 0x71, 0x66, 0xaa, 0xe7, 0x1e, 0xbe, 0x51, 0x64, 0x37,
    0xc4, 0xa2, 0x8b, 0x73, 0xe3, 0x69, 0x5c, 0x6c, 0xe1, 0xf7, 0xf9, 0x54, 0x5d, 0xa8, 0xee, 0x6b,
];

/// What the client reports about a certificate that the root did not sign. A client that does not verify has no use for
/// these words, and does not contain them.
const REFUSAL: &str = "signature failed XEdDSA verify";

/// The root is a constant of the program. There is no setting, variable or file from which it could take another one:
/// the tests that need another root have to change the program (`engine/src/owner/certificate_tests.rs`).
#[test]
fn a_production_build_verifies_with_whatsapps_root_and_no_other() -> Result<()> {
    let read = |binary| std::fs::read(binary).context("`cargo xtask test` builds it");
    let (production, sandbox) = (read(production::binary())?, read(service::binary())?);
    assert!(contains(&production, &ROOT), "it trusts another root");
    assert!(
        contains(&production, REFUSAL.as_bytes()),
        "it does not verify certificates"
    );
    assert!(
        !contains(&sandbox, REFUSAL.as_bytes()),
        "the build with the sandbox verifies certificates, so this proves nothing"
    );
    for name in [
        "TITAN_TEST_NETWORKS",
        "TRUSTED_ROOT",
        "ROOT_KEY",
        "CERT_PUB_KEY",
    ] {
        assert!(!contains(&production, name.as_bytes()), "{name} is in it");
    }
    Ok(())
}

/// Looks only where the first byte is: a program has a hundred million bytes.
fn contains(program: &[u8], part: &[u8]) -> bool {
    let mut rest = program;
    while let Ok(1..) = rest.skip_until(part[0]) {
        let at = program.len() - rest.len() - 1;
        if program[at..].starts_with(part) {
            return true;
        }
    }
    false
}
