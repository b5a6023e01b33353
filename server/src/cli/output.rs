//! Prints a command's result: as text, or as one JSON document in the format of the API's responses.

use std::io::{self, Write as _};

use clap::Args;
use serde::Serialize;
use serde_json::json;

#[derive(Args)]
pub(super) struct OutputFormat {
    /// Answers with one JSON document on standard output, shaped as the API's answers.
    #[arg(long, global = true)]
    json: bool,
}

impl OutputFormat {
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints `data` as JSON, or as the text that `text` returns.
    pub(super) fn answer<T: Serialize + ?Sized>(
        &self,
        data: &T,
        text: impl FnOnce(&T) -> String,
    ) -> anyhow::Result<()> {
        let answer = if self.json {
            format!("{:#}\n", json!({ "data": data }))
        } else {
            text(data)
        };
        print(&answer)
    }
}

/// Prints text. A closed pipe (`| head`) is not an error.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// One line for each name and value.
pub(super) fn facts(facts: &[(&str, &str)]) -> String {
    facts
        .iter()
        .map(|(name, value)| format!("{name:<23} {value}\n"))
        .collect()
}

/// A table whose columns are as wide as their widest cell.
pub(super) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or(0).max(head[column].chars().count())
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: [&str; N]| {
        let padded: Vec<String> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        format!("{}\n", padded.join("  ").trim_end())
    };
    let body = rows
        .iter()
        .map(|row| line(row.each_ref().map(String::as_str)));
    line(head) + &body.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            ["support".to_owned(), "CONNECTED".to_owned()],
            ["a".to_owned(), String::new()],
        ];
        assert_eq!(
            table(["NAME", "STATUS"], &rows),
            "NAME     STATUS\nsupport  CONNECTED\na\n"
        );
    }
}
