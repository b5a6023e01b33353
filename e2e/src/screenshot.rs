//! Screenshots, and the QR codes on them.

use anyhow::{Context, Result};
use image::{DynamicImage, GrayImage};

pub struct Screenshot {
    image: DynamicImage,
}

impl Screenshot {
    pub fn from_png(png: &[u8]) -> Result<Self> {
        let image = image::load_from_memory(png).context("the screenshot is not an image")?;
        Ok(Self { image })
    }

    /// The texts of all QR codes that a phone could read: dark modules on a light background.
    pub fn qr_codes(&self) -> Vec<String> {
        decode(self.image.to_luma8())
    }

    pub fn image(&self) -> &DynamicImage {
        &self.image
    }
}

fn decode(image: GrayImage) -> Vec<String> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let pixels = image.into_raw();
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let grids = prepared.detect_grids();
    grids
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
}
