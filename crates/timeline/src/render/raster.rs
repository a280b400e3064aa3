//! Fills rectangles in an image, for a canvas: with many of them, this is faster than the canvas's own commands.

use super::outline::Rect;

/// Red, green, blue, alpha; not premultiplied, as in an `ImageData`.
pub type Rgba = [u8; 4];

/// An image, one row of pixels after the other. It begins transparent.
///
/// # Examples
/// ```
/// use coroscope::timeline::{raster::Raster, shapes::Rect};
/// let mut image = Raster::default();
/// image.clear(4, 1);
/// image.fill(Rect { x: 0.5, y: 0.0, width: 2.5, height: 1.0 }, [10, 20, 30, 255]);
/// assert_eq!(image.bytes(), [10, 20, 30, 128, 10, 20, 30, 255, 10, 20, 30, 255, 0, 0, 0, 0]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Raster {
    pixels: Vec<Rgba>,
    width: usize,
}

impl Raster {
    /// Makes it transparent, with this width and height.
    pub fn clear(&mut self, width: usize, height: usize) {
        self.width = width;
        self.pixels.clear();
        self.pixels.resize(width * height, [0; 4]);
    }

    /// The pixels' bytes.
    pub fn bytes(&self) -> &[u8] {
        self.pixels.as_flattened()
    }

    /// Fills a rectangle. A pixel that it covers partly is as opaque as that part.
    pub fn fill(&mut self, rect: Rect, colour: Rgba) {
        let (width, height) = (self.width as f64, self.height() as f64);
        let across = Coverage::of(rect.x, rect.x + rect.width, width);
        let down = Coverage::of(rect.y, rect.y + rect.height, height);
        let (Some(across), Some(down)) = (across, down) else {
            return;
        };
        for (y, part) in down.partial() {
            let row = &mut self.pixels[y * self.width..(y + 1) * self.width];
            for (x, of) in across.partial() {
                blend(&mut row[x..=x], colour, part * of);
            }
            blend(&mut row[across.whole.clone()], colour, part);
        }
        for (x, of) in across.partial() {
            let rows = self.pixels.chunks_exact_mut(self.width);
            let rows = rows.skip(down.whole.start).take(down.whole.len());
            blend(rows.map(|row| &mut row[x]), colour, of);
        }
        for y in down.whole.clone() {
            let row = &mut self.pixels[y * self.width..(y + 1) * self.width];
            match colour[3] {
                u8::MAX => row[across.whole.clone()].fill(colour),
                _ => blend(&mut row[across.whole.clone()], colour, 1.0),
            }
        }
    }

    fn height(&self) -> usize {
        self.pixels.len().checked_div(self.width).unwrap_or(0)
    }
}

/// Which pixels of a line a stretch covers.
struct Coverage {
    /// Those that it covers wholly.
    whole: core::ops::Range<usize>,
    /// The parts of the pixels before and after them.
    before: f64,
    after: f64,
}

impl Coverage {
    /// `None` if it covers nothing of a line of this length.
    fn of(from: f64, to: f64, length: f64) -> Option<Coverage> {
        if from.is_nan() || to.is_nan() {
            return None;
        }
        let (from, to) = (from.max(0.0), to.min(length));
        if from >= to {
            return None;
        }
        let (first, last) = (from.ceil(), to.floor());
        if first > last {
            // Both edges are in one pixel.
            let at = first as usize;
            return Some(Coverage {
                whole: at..at,
                before: to - from,
                after: 0.0,
            });
        }
        Some(Coverage {
            whole: first as usize..last as usize,
            before: first - from,
            after: to - last,
        })
    }

    /// The pixels that it covers partly, with that part.
    fn partial(&self) -> impl Iterator<Item = (usize, f64)> {
        let before = (self.before > 0.0).then(|| (self.whole.start - 1, self.before));
        let after = (self.after > 0.0).then_some((self.whole.end, self.after));
        before.into_iter().chain(after)
    }
}

/// Draws a colour over pixels, of each of which it covers the same part.
fn blend<'a>(pixels: impl IntoIterator<Item = &'a mut Rgba>, colour: Rgba, part: f64) {
    // Neighbours mostly have the same colour. To mix it with the new one takes much longer than to compare it.
    let mut last: Option<(Rgba, Rgba)> = None;
    for pixel in pixels {
        let mixed = match last {
            Some((before, mixed)) if before == *pixel => mixed,
            _ => mix(*pixel, colour, part),
        };
        last = Some((*pixel, mixed));
        *pixel = mixed;
    }
}

/// What becomes of a pixel when a colour is drawn over a part of it.
fn mix(mut pixel: Rgba, colour: Rgba, part: f64) -> Rgba {
    let [red, green, blue, alpha] = colour;
    let over = part * f64::from(alpha) / 255.0;
    if pixel[3] == 0 {
        return [red, green, blue, (255.0 * over + 0.5) as u8];
    }
    let under = f64::from(pixel[3]) / 255.0 * (1.0 - over);
    let alpha = over + under;
    for (channel, new) in pixel.iter_mut().zip(colour).take(3) {
        let mixed = (f64::from(new) * over + f64::from(*channel) * under) / alpha;
        *channel = (mixed + 0.5) as u8;
    }
    pixel[3] = (alpha * 255.0 + 0.5) as u8;
    pixel
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Rgba = [255, 0, 0, 255];
    const BLUE: Rgba = [0, 0, 255, 255];

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    /// The opacity of each pixel, in hundredths, row by row.
    fn opacity(image: &Raster) -> Vec<u32> {
        let alpha = image.bytes().iter().skip(3).step_by(4);
        alpha
            .map(|alpha| (u32::from(*alpha) * 100 + 127) / 255)
            .collect()
    }

    #[test]
    fn a_pixel_is_as_opaque_as_the_part_that_is_covered() {
        let mut image = Raster::default();
        image.clear(3, 3);
        image.fill(rect(0.5, 0.25, 2.0, 2.25), RED);
        assert_eq!(opacity(&image), [38, 75, 38, 50, 100, 50, 25, 50, 25]);
        image.clear(3, 1);
        image.fill(rect(1.25, 0.0, 0.5, 1.0), RED);
        assert_eq!(opacity(&image), [0, 50, 0]);
    }

    #[test]
    fn each_pixel_of_an_edge_mixes_with_its_own_colour() {
        let mut image = Raster::default();
        image.clear(1, 4);
        image.fill(rect(0.0, 1.0, 1.0, 1.0), BLUE);
        image.fill(rect(0.0, 2.0, 1.0, 1.0), [0, 0, 255, 51]);
        image.fill(rect(0.0, 0.0, 0.5, 4.0), RED);
        let expected = [
            [255, 0, 0, 128],
            [128, 0, 128, 255],
            [213, 0, 43, 153],
            [255, 0, 0, 128],
        ];
        assert_eq!(image.bytes(), expected.as_flattened());
    }

    #[test]
    fn nothing_is_drawn_outside() {
        let mut image = Raster::default();
        image.clear(2, 1);
        for outside in [
            rect(-3.0, 0.0, 2.0, 1.0),
            rect(2.0, 0.0, 5.0, 1.0),
            rect(0.0, 1.0, 2.0, 1.0),
            rect(0.0, -1.0, 2.0, 1.0),
            rect(1.0, 0.0, -1.0, 1.0),
            rect(f64::NAN, 0.0, 1.0, f64::NAN),
        ] {
            image.fill(outside, RED);
            assert_eq!(opacity(&image), [0, 0], "{outside:?}");
        }
        image.fill(rect(-9.0, -9.0, 90.0, 90.0), RED);
        assert_eq!(opacity(&image), [100, 100]);
    }

    #[test]
    fn colours_mix_where_two_shapes_share_a_pixel() {
        let mut image = Raster::default();
        image.clear(1, 1);
        image.fill(rect(0.0, 0.0, 1.0, 1.0), BLUE);
        image.fill(rect(0.5, 0.0, 1.0, 1.0), RED);
        assert_eq!(image.bytes(), [128, 0, 128, 255]);
        image.fill(rect(0.0, 0.0, 1.0, 1.0), [0, 255, 0, 51]);
        assert_eq!(image.bytes(), [102, 51, 102, 255]);
    }
}
