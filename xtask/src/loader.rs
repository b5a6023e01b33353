//! Builds the script that host pages include, as a classic script and as a module, from the modules in `loader/src`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::semantic::SemanticBuilder;
use oxc::span::SourceType;

use crate::workspace;

/// What is built, in `widget/dist`.
pub(crate) const FILES: [&str; 3] = ["loader.js", "loader.mjs", "loader.d.ts"];

/// The modules in `loader/src`. Each imports only from earlier ones.
const MODULES: [&str; 5] = [
    "connect.js",
    "show.js",
    "attributes.js",
    "element.js",
    "page.js",
];

/// What the module exports, as in `loader/types.d.ts`.
const EXPORTS: &str = "TitanConnect, mount, open";

/// What it is built from.
#[derive(Hash)]
pub(crate) struct Source {
    /// All modules in one scope.
    code: String,
    types: String,
}

impl Source {
    pub(crate) fn read() -> Result<Self> {
        let read = |name: &str| {
            let path = workspace::root().join("loader").join(name);
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let modules = MODULES.map(|name| read(&format!("src/{name}")));
        let modules: Vec<String> = modules.into_iter().collect::<Result<_>>()?;
        Ok(Self {
            code: join(&modules),
            types: read("types.d.ts")?,
        })
    }

    pub(crate) fn build(&self, dist: &Path) -> Result<()> {
        let module = format!("{}\nexport {{ {EXPORTS} }};\ninstall();\n", self.code);
        let script = minify(&classic(&self.code)).context("minifying the loader")?;
        let module = minify(&module).context("minifying the loader's module")?;
        for (name, text) in FILES.iter().zip([&script, &module, &self.types]) {
            fs::write(dist.join(name), text)?;
        }
        Ok(())
    }
}

/// Puts the modules into one scope. An import or an export begins a line; an import is one line. A name that two modules
/// define is an error of [`minify`].
fn join(modules: &[String]) -> String {
    let lines = modules.iter().flat_map(|module| module.lines());
    let kept = lines.filter(|line| !line.starts_with("import "));
    let own: Vec<&str> = kept
        .map(|line| line.strip_prefix("export ").unwrap_or(line))
        .collect();
    own.join("\n")
}

/// A page may include the script more than once: the first one stays, and starts what the next one asks for.
fn classic(source: &str) -> String {
    format!(
        "(() => {{\nif (globalThis.TitanWidget) return TitanWidget.install();\n{source}\n\
         globalThis.TitanWidget = {{ open, mount, install }};\ninstall();\n}})();\n"
    )
}

fn minify(source: &str) -> Result<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::mjs()).parse();
    ensure!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let mut program = parsed.program;
    let checked = SemanticBuilder::new()
        .with_check_syntax_error(true)
        .build(&program);
    ensure!(checked.errors.is_empty(), "{:?}", checked.errors);
    let options = MinifierOptions {
        mangle: Some(MangleOptions::default()),
        compress: Some(CompressOptions::smallest()),
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    let printed = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_in_the_list_and_imports_only_earlier_ones() {
        let folder = workspace::root().join("loader/src");
        let mut names: Vec<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_by_key(|name| MODULES.iter().position(|one| one == name));
        assert_eq!(names, MODULES);
        for (at, name) in MODULES.iter().enumerate() {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            for import in text.lines().filter(|line| line.starts_with("import ")) {
                let earlier = MODULES[..at]
                    .iter()
                    .any(|one| import.ends_with(&format!(" from \"./{one}\";")));
                assert!(earlier, "{name}: {import}");
            }
        }
    }

    #[test]
    fn two_modules_cannot_define_the_same_name() {
        let modules = [
            "const one = 1;",
            "import { x } from \"./x.js\";\nexport function one() {}",
        ];
        let error = minify(&join(&modules.map(str::to_owned))).unwrap_err();
        assert!(
            error.to_string().contains("has already been declared"),
            "{error}"
        );
    }

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
