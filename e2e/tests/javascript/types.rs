//! The types are checked by a compiler: against the source, and in code that uses them.

use anyhow::Result;
use titan_e2e::node;
use titan_e2e::service::workspace;

#[tokio::test]
async fn the_source_has_the_declared_types() -> Result<()> {
    let mut compiler = node::installed("tsc", &workspace().join("loader"));
    node::run(&mut compiler).await.map(drop)
}

#[tokio::test]
async fn the_example_in_typescript_compiles() -> Result<()> {
    let mut compiler = node::installed("tsc", &workspace().join("examples/react"));
    node::run(&mut compiler).await.map(drop)
}
