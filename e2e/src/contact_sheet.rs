//! Every state of the widget on one sheet, to look at as a designer would.
//!
//! Single pictures and a page with captions for each sheet go to `target/contact-sheet/`, and one composed
//! picture, a row for each state, beside them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use image::{RgbImage, imageops};

use crate::browser::{Browser, Look};
use crate::camera::Picture;
use crate::service::workspace;

/// Both themes on the smallest frame and on a desk.
pub const LOOKS: [Look; 4] = [
    Look {
        scheme: "light",
        width: 320,
        height: 640,
    },
    Look {
        scheme: "dark",
        width: 320,
        height: 640,
    },
    Look {
        scheme: "light",
        width: 1280,
        height: 720,
    },
    Look {
        scheme: "dark",
        width: 1280,
        height: 720,
    },
];

/// Wide pictures are drawn at half their size on the composed picture.
const WIDEST: u32 = 640;
const GAP: u32 = 24;
const TABLE: image::Rgb<u8> = image::Rgb([128, 132, 138]);

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

    /// Photographs what the window shows now, once for each look.
    pub async fn photograph(&self, state: &'static str, browser: &Browser) -> Result<Row> {
        let mut pictures = Vec::new();
        for look in LOOKS {
            browser.look(look).await?;
            browser.settle().await?;
            let png = browser.screenshot_as_png().await?;
            fs::write(self.folder.join(file_name(state, look)), &png)?;
            pictures.push(Picture::from_png(&png)?.image().to_rgb8());
        }
        Ok(Row { state, pictures })
    }

    /// Lays a state on the sheet, below those before it.
    pub fn lay(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// Writes the sheet and says where it is.
    pub fn finish(&self) -> Result<PathBuf> {
        let composed = self.folder.join(format!("{}.png", self.tab));
        self.compose().save(&composed)?;
        fs::write(self.folder.join(format!("{}.html", self.tab)), self.html()?)?;
        Ok(composed)
    }

    fn compose(&self) -> RgbImage {
        let width = GAP
            + LOOKS
                .iter()
                .map(|look| look.width.min(WIDEST) + GAP)
                .sum::<u32>();
        let row_height = LOOKS
            .iter()
            .map(|look| scaled_height(look.width, look.height))
            .max()
            .unwrap_or_default()
            + GAP;
        let rows = u32::try_from(self.rows.len()).expect("a sheet has few rows");
        let mut sheet = RgbImage::from_pixel(width, GAP + rows * row_height, TABLE);
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
            for look in LOOKS {
                let (file, width) = (file_name(row.state, look), look.width.min(WIDEST));
                let Look {
                    scheme,
                    width: real,
                    height,
                } = look;
                write!(
                    html,
                    "<figure><img src={file} width={width} alt=\"\"><figcaption>{scheme}, {real} × {height}</figcaption></figure>"
                )?;
            }
            html.push_str("</div>");
        }
        Ok(html)
    }

    /// Where the sheet's files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn file_name(state: &str, look: Look) -> String {
    format!("{state}-{}-{}.png", look.scheme, look.width)
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
