//! Every state of the widget on one sheet, for a visual review.
//!
//! The single pictures, a page with captions and one composed picture with a row for each state are written to
//! `target/contact-sheet/`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use image::{RgbImage, imageops};

use crate::browser::{Browser, Display};
use crate::screenshot::Screenshot;
use crate::service::workspace;

/// Both themes, in the smallest frame and on a desktop.
pub const DISPLAYS: [Display; 4] = [
    Display {
        scheme: "light",
        width: 320,
        height: 640,
    },
    Display {
        scheme: "dark",
        width: 320,
        height: 640,
    },
    Display {
        scheme: "light",
        width: 1280,
        height: 720,
    },
    Display {
        scheme: "dark",
        width: 1280,
        height: 720,
    },
];

/// Wider pictures are scaled down on the composed picture.
const WIDEST: u32 = 640;
const GAP: u32 = 24;
const BACKGROUND: image::Rgb<u8> = image::Rgb([128, 132, 138]);

/// One sheet, e.g. of the tab `qr`.
pub struct ContactSheet {
    folder: PathBuf,
    tab: &'static str,
    rows: Vec<Row>,
}

/// One state's pictures.
pub struct Row {
    state: &'static str,
    pictures: Vec<RgbImage>,
}

impl ContactSheet {
    pub fn of_tab(tab: &'static str) -> Result<Self> {
        let folder = workspace().join("target/contact-sheet");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            folder,
            tab,
            rows: Vec::new(),
        })
    }

    /// Takes pictures of what the window shows, one for each display.
    pub async fn photograph(&self, state: &'static str, browser: &Browser) -> Result<Row> {
        let mut pictures = Vec::new();
        for display in DISPLAYS {
            browser.set_display(display).await?;
            browser.wait_until_still().await?;
            let png = browser.screenshot_as_png().await?;
            fs::write(self.folder.join(file_name(state, display)), &png)?;
            pictures.push(Screenshot::from_png(&png)?.image().to_rgb8());
        }
        Ok(Row { state, pictures })
    }

    /// Adds a state below the earlier ones.
    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Writes the sheet and returns the composed picture's path.
    pub fn finish(&self) -> Result<PathBuf> {
        let composed = self.folder.join(format!("{}.png", self.tab));
        self.compose().save(&composed)?;
        fs::write(self.folder.join(format!("{}.html", self.tab)), self.html()?)?;
        Ok(composed)
    }

    fn compose(&self) -> RgbImage {
        let width = GAP
            + DISPLAYS
                .iter()
                .map(|display| display.width.min(WIDEST) + GAP)
                .sum::<u32>();
        let row_height = DISPLAYS
            .iter()
            .map(|display| scaled_height(display.width, display.height))
            .max()
            .unwrap_or_default()
            + GAP;
        let rows = u32::try_from(self.rows.len()).expect("a sheet has few rows");
        let mut sheet = RgbImage::from_pixel(width, GAP + rows * row_height, BACKGROUND);
        for (row, top) in self.rows.iter().zip((GAP..).step_by(row_height as usize)) {
            let mut left = GAP;
            for picture in &row.pictures {
                let small = scaled(picture);
                imageops::replace(&mut sheet, &small, i64::from(left), i64::from(top));
                left += small.width() + GAP;
            }
        }
        sheet
    }

    fn html(&self) -> Result<String> {
        let mut html = String::from(HEAD);
        for row in &self.rows {
            write!(html, "<h2>{}</h2><div>", row.state)?;
            for display in DISPLAYS {
                let (file, width) = (file_name(row.state, display), display.width.min(WIDEST));
                let Display {
                    scheme,
                    width: real,
                    height,
                } = display;
                write!(
                    html,
                    "<figure><img src={file} width={width} alt=\"\">\
                     <figcaption>{scheme}, {real} × {height}</figcaption></figure>"
                )?;
            }
            html.push_str("</div>");
        }
        Ok(html)
    }

    /// The folder of the sheet's files.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn file_name(state: &str, display: Display) -> String {
    format!("{state}-{}-{}.png", display.scheme, display.width)
}

fn scaled_height(width: u32, height: u32) -> u32 {
    height * width.min(WIDEST) / width
}

fn scaled(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    if width <= WIDEST {
        picture.clone()
    } else {
        imageops::thumbnail(picture, WIDEST, scaled_height(width, height))
    }
}

const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Contact sheet</title>
<style>body{font:14px system-ui;margin:24px;background:#80848a;color:#fff}div{display:flex;gap:24px;flex-wrap:wrap}
figure{margin:0}img{display:block}figcaption{padding:4px 0}</style>
<h1>Every state, both themes</h1>";
