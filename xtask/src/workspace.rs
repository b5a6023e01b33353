//! Paths of the workspace, and how other programs are run: their output goes to the terminal, and after a failure the
//! command ends with an error that contains the failed command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the checkout.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask
        .parent()
        .expect("xtask/ lies in the workspace")
        .to_owned()
}

/// The target directory.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The folder of the compiler's toolchain.
pub(crate) fn sysroot() -> Result<PathBuf> {
    let mut rustc = Command::new("rustc");
    let printed = output(rustc.args(["--print", "sysroot"]).current_dir(root()))?;
    Ok(printed.trim().into())
}

/// An executable that cargo has built, e.g. `binary("debug", "titan-connect")`.
pub(crate) fn binary(profile_dir: &str, name: &str) -> PathBuf {
    target_dir()
        .join(profile_dir)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The cargo that runs this task, at the workspace's root.
///
/// The variables that `cargo run` sets for this package are removed from the environment. Build scripts depend on
/// them, so everything would be compiled again after each direct call of cargo.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let is_of_this_package =
        |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_of_this_package) {
            command.env_remove(name);
        }
    }
    command.args(args).current_dir(root());
    command
}

/// Runs a command to its end. A failure is an error with the command line.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start `{}`", command_line(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", command_line(command));
    }
    Ok(())
}

/// Runs a command to its end beside others, so its output is printed only if it fails.
pub(crate) fn run_captured(command: &mut Command) -> Result<()> {
    let output = command
        .output()
        .with_context(|| format!("cannot start `{}`", command_line(command)))?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stdout));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        bail!("`{}` failed ({})", command_line(command), output.status);
    }
    Ok(())
}

/// Runs a command to its end, and returns its output. Its error output stays visible.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start `{}`", command_line(command)))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", command_line(command), output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed no text", command_line(command)))
}

pub(crate) fn command_line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_captured_command_that_fails_is_named() {
        run_captured(Command::new("rustc").arg("--version")).unwrap();
        let error = run_captured(Command::new("rustc").arg("--no-such-option")).unwrap_err();
        assert!(
            error.to_string().contains("rustc --no-such-option"),
            "{error}"
        );
    }
}
