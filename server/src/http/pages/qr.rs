//! Draws QR codes: dark on white, with the quiet zone that cameras need.
//!
//! A WhatsApp code is drawn with WhatsApp's own link in front, unless the operator does not want it: today's phones open
//! it with the camera too, and not only with WhatsApp's scanner.

use qrcode::render::unicode::Dense1x2;
use qrcode::{Color, EcLevel, QrCode};

use crate::sessions::Sessions;
use crate::sessions::connection::QR_LINK;

/// Light modules around the code (ISO/IEC 18004 requires four).
const QUIET: usize = 4;

/// Pixels per module in the PNG; about 550 pixels for a whole WhatsApp code.
const SCALE: usize = 8;

/// The text is too long for a QR code. WhatsApp's codes are shorter.
#[derive(Debug, thiserror::Error)]
#[error("the code cannot be drawn")]
pub struct TooLong;

/// What a WhatsApp code is drawn from.
pub fn whatsapp_code(qr: &str, has_link: bool) -> String {
    let link = if has_link { QR_LINK } else { "" };
    format!("{link}{qr}")
}

/// How the widget draws a WhatsApp code.
fn widget_code(has_link: bool) -> fn(&str) -> String {
    match has_link {
        true => |qr| svg(&whatsapp_code(qr, true)),
        false => svg,
    }
}

/// How the widget draws a WhatsApp code, counted.
pub fn drawer(sessions: &Sessions) -> impl Fn(&str) -> String {
    let draw = widget_code(sessions.qr_link);
    move |code| {
        sessions.metrics.streams.drawn();
        draw(code)
    }
}

/// Error correction is low, because a screen is clean and larger modules are easier to read.
fn encode(text: &str) -> Result<QrCode, TooLong> {
    QrCode::with_error_correction_level(text.as_bytes(), EcLevel::L).map_err(|_| TooLong)
}

/// The modules of a code; light ones are `false`.
struct Grid {
    width: usize,
    dark: Vec<bool>,
}

impl Grid {
    fn of(text: &str) -> Result<Self, TooLong> {
        let code = encode(text)?;
        Ok(Grid {
            width: code.width(),
            dark: code
                .to_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
        })
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        self.dark[y * self.width + x]
    }
}

/// One path of horizontal runs, which is small and sharp at any size. Empty if the text is too long.
pub fn svg(text: &str) -> String {
    let Ok(grid) = Grid::of(text) else {
        return String::new();
    };
    let size = grid.width + 2 * QUIET;
    let mut path = String::with_capacity(grid.width * grid.width * 3);
    for y in 0..grid.width {
        let mut x = 0;
        while x < grid.width {
            let run = (x..grid.width).take_while(|x| grid.is_dark(*x, y)).count();
            if run > 0 {
                path.push_str(&format!(
                    "M{} {}h{run}v1H{}z",
                    x + QUIET,
                    y + QUIET,
                    x + QUIET
                ));
            }
            x += run.max(1);
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path \
         d=\"{path}\"/></svg>"
    )
}

/// For a terminal: two modules per character, dark ones as blocks and light ones as spaces. On a dark terminal, the
/// caller sets a light background.
pub fn blocks(text: &str) -> Result<String, TooLong> {
    Ok(encode(text)?.render::<Dense1x2>().build() + "\n")
}

/// One bit per pixel.
pub fn png(text: &str) -> Result<Vec<u8>, TooLong> {
    let grid = Grid::of(text)?;
    let size = (grid.width + 2 * QUIET) * SCALE;
    let mut rows = vec![0xFF_u8; size.div_ceil(8) * size];
    for (at, _) in grid.dark.iter().enumerate().filter(|(_, dark)| **dark) {
        let (x, y) = (
            (at % grid.width + QUIET) * SCALE,
            (at / grid.width + QUIET) * SCALE,
        );
        for row in y..y + SCALE {
            for column in x..x + SCALE {
                rows[row * size.div_ceil(8) + column / 8] &= !(0x80 >> (column % 8));
            }
        }
    }
    let side = u32::try_from(size).map_err(|_| TooLong)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().map_err(|_| TooLong)?;
    writer.write_image_data(&rows).map_err(|_| TooLong)?;
    writer.finish().map_err(|_| TooLong)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "2@b3J0cmFpbnM,MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,1";

    /// As long as WhatsApp's own: its refs have some 150 characters.
    const WHATSAPP_CODE: &str = "2@8sTZbJx0qWkA4nVtL3pRyC6mHdEuG1fKoQ7iXwB2aNvSjM5zPcUhDgYlTeOrIkF9xWqZbVnA0sLmJtCpRy3HdEuG1fKoQ7iXwB2aNvSjM5zPcUhDgYlTeOrIkF9xWqZbVnA0sLmJtCpRy3H=,MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=,1";

    fn read(pixels: &[u8], side: usize) -> String {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        image.detect_grids()[0].decode().unwrap().1
    }

    #[test]
    fn the_png_can_be_decoded() {
        let bytes = png(CODE).unwrap();
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(read(&pixels, info.width as usize), CODE);
    }

    #[test]
    fn the_blocks_can_be_decoded() {
        let lines: Vec<Vec<char>> = blocks(CODE)
            .unwrap()
            .lines()
            .map(|line| line.chars().collect())
            .collect();
        let (scale, side) = (4, lines[0].len() * 4);
        let pixels: Vec<u8> = (0..side * side)
            .map(|at| {
                let (x, y) = (at % side / scale, at / side / scale);
                let dark = match lines.get(y / 2).map_or(' ', |line| line[x]) {
                    '█' => true,
                    '▀' => y % 2 == 0,
                    '▄' => y % 2 == 1,
                    _ => false,
                };
                if dark { 0 } else { 255 }
            })
            .collect();
        assert_eq!(read(&pixels, side), CODE);
    }

    /// The smallest size at which the widget shows a code, in pixels.
    const SMALLEST: usize = 232;

    /// The side of the code in the picture of a phone's camera.
    const PICTURE: usize = 2 * SMALLEST;

    /// A code as a poor camera sees it: small, blurred, grainy, with little contrast and uneven light.
    fn photograph(text: &str) -> Vec<u8> {
        const BLUR: f64 = 0.5;
        let grid = Grid::of(text).unwrap();
        let modules = (grid.width + 2 * QUIET) as f64;
        let mut noise = 12_345_u32;
        let pixels = (0..PICTURE * PICTURE).map(|at| {
            let (x, y) = ((at % PICTURE) as f64, (at / PICTURE) as f64);
            let shown = |pixel: f64, off: f64| (pixel + 0.5) / 2.0 + off;
            let module = |place: f64| (place * modules / SMALLEST as f64) as usize;
            let offsets = [-BLUR, 0.0, BLUR];
            let places = offsets.iter().flat_map(|dx| offsets.map(|dy| (*dx, dy)));
            let light = places
                .map(|(dx, dy)| is_light(&grid, module(shown(x, dx)), module(shown(y, dy))))
                .filter(|light| *light)
                .count();
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = f64::from(noise >> 24) / 16.0 - 8.0;
            let shade = 30.0 * x / PICTURE as f64;
            (60.0 + 10.0 * light as f64 + shade + grain) as u8
        });
        pixels.collect()
    }

    /// Whether a module is light, counted with the quiet zone.
    fn is_light(grid: &Grid, x: usize, y: usize) -> bool {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < grid.width);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => !grid.is_dark(x, y),
            _ => true,
        }
    }

    #[test]
    fn a_poor_camera_reads_a_whatsapp_code_with_and_without_its_link() {
        for has_link in [true, false] {
            let text = whatsapp_code(WHATSAPP_CODE, has_link);
            assert_eq!(text.starts_with("https://wa.me/"), has_link);
            assert!(text.ends_with(WHATSAPP_CODE));
            assert_eq!(read(&photograph(&text), PICTURE), text);
        }
        assert_eq!(widget_code(false)(CODE), svg(CODE));
        assert_ne!(widget_code(true)(CODE), svg(CODE));
    }

    /// Renders the SVG's path as a browser would.
    #[test]
    fn the_svg_can_be_decoded() {
        let text = svg(CODE);
        let size: usize = text
            .split("viewBox=\"0 0 ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let (scale, side) = (4, size * 4);
        let mut pixels = vec![255_u8; side * side];
        let path = text
            .rsplit("d=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        for run in path.split('M').skip(1) {
            let (x, rest) = run.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (x, y, length): (usize, usize, usize) = (
                x.parse().unwrap(),
                y.parse().unwrap(),
                rest.split('v').next().unwrap().parse().unwrap(),
            );
            for row in y * scale..(y + 1) * scale {
                pixels[row * side + x * scale..row * side + (x + length) * scale].fill(0);
            }
        }
        assert_eq!(read(&pixels, side), CODE);
    }
}
