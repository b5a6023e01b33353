//! The package for npm, installed into a new project.

use std::fs;

use anyhow::{Context as _, Result};
use tempfile::TempDir;
use titan_e2e::node;
use titan_e2e::service::workspace;

/// A new project with the package, installed without a network.
async fn project() -> Result<TempDir> {
    let project = tempfile::tempdir()?;
    let manifest = r#"{"private": true, "type": "module"}"#;
    fs::write(project.path().join("package.json"), manifest)?;
    let mut install = node::program("npm", project.path());
    install.args(["install", "--offline", "--no-audit", "--no-fund", "--cache"]);
    install
        .arg(project.path().join("cache"))
        .arg(node::package());
    node::run(&mut install).await?;
    Ok(project)
}

async fn evaluate(project: &TempDir, code: &str) -> Result<String> {
    let mut program = node::program("node", project.path());
    let printed = node::run(program.args(["--input-type=module", "--eval", code])).await?;
    Ok(printed.trim().to_owned())
}

#[tokio::test]
async fn a_new_project_compiles_with_the_package() -> Result<()> {
    let project = project().await?;
    let consumer = workspace().join("loader/tests/consumer.ts");
    fs::copy(consumer, project.path().join("consumer.ts"))?;
    for (module, resolution) in [("esnext", "bundler"), ("nodenext", "nodenext")] {
        let mut compiler = node::installed("tsc", project.path());
        compiler.args(["--strict", "--noEmit", "--target", "es2023", "--types", ""]);
        compiler.args(["--lib", "es2023,dom,dom.iterable", "--module", module]);
        compiler.args(["--moduleResolution", resolution, "consumer.ts"]);
        node::run(&mut compiler).await.context(resolution)?;
    }
    Ok(())
}

#[tokio::test]
async fn the_package_can_be_imported_without_a_window() -> Result<()> {
    let project = project().await?;
    let names = "import * as all from 'titan-connect'; console.log(typeof window, Object.keys(all).sort().join());";
    assert_eq!(
        evaluate(&project, names).await?,
        "undefined TitanConnect,mount,open"
    );
    let classic =
        "import 'titan-connect/classic'; console.log(Object.keys(TitanWidget).sort().join());";
    assert_eq!(evaluate(&project, classic).await?, "install,mount,open");
    let manifest = "import { readFileSync } from 'node:fs'; import { fileURLToPath } from 'node:url'; \
        const { version, license } = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('titan-connect/package.json')))); \
        console.log(version, license);";
    let expected = concat!(env!("CARGO_PKG_VERSION"), " MIT OR Apache-2.0");
    assert_eq!(evaluate(&project, manifest).await?, expected);
    Ok(())
}

#[tokio::test]
async fn the_package_has_its_readme_and_nothing_else() -> Result<()> {
    let project = project().await?;
    let list = "import { readdirSync } from 'node:fs'; \
        console.log(readdirSync('node_modules/titan-connect', { recursive: true }).sort().join());";
    let expected =
        "LICENSE.md,README.md,dist,dist/loader.d.ts,dist/loader.js,dist/loader.mjs,package.json";
    assert_eq!(evaluate(&project, list).await?, expected);
    Ok(())
}
