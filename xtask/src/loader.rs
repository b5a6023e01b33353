//! Builds the script that host pages include, as a classic script and as a module, from one source.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

use crate::workspace;

/// What is built, in `widget/dist`.
pub(crate) const FILES: [&str; 3] = ["loader.js", "loader.mjs", "loader.d.ts"];

/// What it is built from.
#[derive(Hash)]
pub(crate) struct Source {
    code: String,
    types: String,
}

impl Source {
    pub(crate) fn read() -> Result<Self> {
        let read = |name: &str| {
            let path = workspace::root().join("loader").join(name);
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        Ok(Self {
            code: read("src/loader.js")?,
            types: read("types.d.ts")?,
        })
    }

    pub(crate) fn build(&self, dist: &Path) -> Result<()> {
        let module = format!("{}\ninstall();\n", self.code);
        let script = minify(&classic(&self.code)).context("minifying the loader")?;
        let module = minify(&module).context("minifying the loader's module")?;
        for (name, text) in FILES.iter().zip([&script, &module, &self.types]) {
            fs::write(dist.join(name), text)?;
        }
        Ok(())
    }
}

/// A page may include the script more than once: the first one stays, and starts what the next one asks for.
fn classic(source: &str) -> String {
    let body = source.replace("\nexport ", "\n");
    format!(
        "(() => {{\nif (globalThis.TitanWidget) return TitanWidget.install();\n{body}\n\
         globalThis.TitanWidget = {{ open, mount, install }};\ninstall();\n}})();\n"
    )
}

fn minify(source: &str) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    ensure!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        compress: Some(CompressOptions::smallest()),
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let printed = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping)
        .build(&program);
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_has_no_export_and_a_module_no_global() {
        let folder = tempfile::tempdir().unwrap();
        Source::read().unwrap().build(folder.path()).unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        let (script, module) = (read("loader.js"), read("loader.mjs"));
        assert!(!script.contains("export"), "{script}");
        assert!(script.contains("globalThis.TitanWidget={"), "{script}");
        assert!(module.contains("export{") || module.contains("export function"));
        assert!(!module.contains("globalThis.TitanWidget"));
    }
}
