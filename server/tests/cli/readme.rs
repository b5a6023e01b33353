//! The README's first commands work and print the output that it shows.

use std::fs;
use std::path::Path;

use crate::process::{ANA, Shell};

/// A command of the README and the output below it.
struct Shown {
    command: String,
    output: String,
}

/// Each block of commands that is followed by a block of output, below this heading.
fn shown(heading: &str) -> Vec<Shown> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = fs::read_to_string(path).unwrap();
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with(heading))
        .unwrap();
    let mut blocks = section.split("```").skip(1).step_by(2);
    let mut found = Vec::new();
    while let (Some(commands), Some(output)) = (blocks.next(), blocks.next()) {
        let commands = commands
            .strip_prefix("sh\n")
            .expect("commands, then their output");
        found.push(Shown {
            command: commands.lines().last().unwrap().to_owned(),
            output: output.strip_prefix('\n').expect("plain output").to_owned(),
        });
    }
    found
}

/// Whether `printed` matches `shown`, in which `…` matches anything within a line.
fn is_shown(shown: &str, printed: &str) -> bool {
    let (mut shown, mut printed) = (shown.lines(), printed.lines());
    loop {
        match (shown.next(), printed.next()) {
            (None, None) => return true,
            (Some(shown), Some(printed)) if fits(shown, printed) => {}
            _ => return false,
        }
    }
}

fn fits(shown: &str, printed: &str) -> bool {
    let Some((first, more)) = shown.split_once('…') else {
        return shown == printed;
    };
    let Some(mut rest) = printed.strip_prefix(first) else {
        return false;
    };
    let mut parts = more.split('…');
    let last = parts.next_back().unwrap_or_default();
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn an_ellipsis_matches_anything_within_a_line() {
    for (shown, printed, fit) in [
        ("a\nb\n", "a\nb\n", true),
        ("key …\n", "key titan_x\n", true),
        ("a … b\n", "a 1 b\n", true),
        ("a … b\n", "a 1 c\n", false),
        ("a … b\n", "a 1 b c\n", false),
        ("a … b\n", "a b b\n", true),
        ("a … b … c\n", "a 1 b 2 c\n", true),
        ("a … b … c\n", "a 1 c\n", false),
        ("a\n", "a\nb\n", false),
        ("a\n", "ab\n", false),
    ] {
        assert_eq!(is_shown(shown, printed), fit, "{shown:?} {printed:?}");
    }
}

#[tokio::test]
async fn the_readme_commands_lead_to_a_code_that_a_phone_scans() {
    let [dev, key, session, code] = shown("Try it").try_into().ok().expect("four commands");
    let mut shell = Shell::new();
    assert_eq!(dev.command, "cargo xtask dev");
    let service = shell.dev().await;
    // Free ports replace the usual ones.
    let port = |url: &str| url.rsplit(':').next().unwrap().to_owned();
    let printed = service
        .printed
        .replace(&port(&service.url), "8080")
        .replace(&port(&service.playground), "8081");
    assert!(is_shown(&dev.output, &printed), "{}\n{printed}", dev.output);

    for shown in [&key, &session, &code] {
        let command = shown.command.strip_prefix("target/debug/titan-connect ");
        let arguments = words(command.expect("the binary that was just built"));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let said = shell.run(&arguments).await;
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
        assert!(
            is_shown(&shown.output, &said.out),
            "{}\n{}",
            shown.output,
            said.out
        );
        if let Some(line) = said.out.lines().find(|line| line.starts_with("api key")) {
            assert_eq!(
                service
                    .answers(line.split_whitespace().last().unwrap())
                    .await,
                200
            );
        }
    }
    service.scan(ANA, &read_png(&shell.file("qr.png"))).await;
}

/// Splits arguments at spaces, except within double quotes.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            1 => vec![part.to_owned()],
            _ => part.split_whitespace().map(str::to_owned).collect(),
        })
        .collect()
}

fn read_png(path: &Path) -> String {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(fs::read(path).unwrap()));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let side = reader.next_frame(&mut pixels).unwrap().width as usize;
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
    image.detect_grids()[0].decode().unwrap().1
}
