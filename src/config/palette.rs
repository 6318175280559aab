//! The colours of the site: those configured, and those that follow from them.

/// A colour of sRGB, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The colours of one scheme that a workspace can choose. Those of texts and states are in the
/// style sheet and stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub paper: Colour,
    /// Behind cards.
    pub surface: Colour,
    /// Behind code, and the least contrast with texts that a page has.
    pub sunk: Colour,
    /// Lines between things.
    pub line: Colour,
    /// Marks that must be seen.
    pub rule: Colour,
    /// Links and marks.
    pub accent: Colour,
}

/// WCAG 2.2, success criterion 1.4.3.
pub const READABLE: f64 = 4.5;

/// Room for rounding.
const CERTAINLY_READABLE: f64 = 4.6;

const BLACK: Colour = Colour([0; 3]);
const WHITE: Colour = Colour([255; 3]);

/// The texts with the least contrast, in the light and in the dark scheme; a test compares them
/// with the style sheet.
pub(crate) const FAINTEST_TEXT: [Colour; 2] =
    [Colour([0x1b, 0x6b, 0x45]), Colour([0xa8, 0xae, 0xb6])];

impl Default for Colour {
    /// The accent where none is configured.
    fn default() -> Self {
        Self([0x1b, 0x6a, 0xc9])
    }
}

impl Palette {
    /// The light scheme on a background, or on that of the house.
    #[must_use]
    pub fn light(background: Option<Colour>, accent: Colour) -> Self {
        let palette = match background {
            None => Self {
                paper: Colour([0xf8, 0xf6, 0xf1]),
                surface: Colour([0xff, 0xfd, 0xf9]),
                sunk: Colour([0xf1, 0xee, 0xe7]),
                line: Colour([0xe2, 0xdc, 0xcf]),
                rule: Colour([0x8d, 0x87, 0x79]),
                accent,
            },
            Some(paper) => Self {
                paper,
                surface: paper.mixed(WHITE, 0.75),
                sunk: paper.mixed(BLACK, 0.035),
                line: paper.mixed(BLACK, 0.11),
                rule: paper.mixed(BLACK, 0.45),
                accent,
            },
        };
        Self { accent: accent.towards(BLACK, palette.sunk), ..palette }
    }

    /// The dark scheme on a background, or on that of the house.
    #[must_use]
    pub fn dark(background: Option<Colour>, accent: Colour) -> Self {
        let palette = match background {
            None => Self {
                paper: Colour([0x15, 0x18, 0x1c]),
                surface: Colour([0x1b, 0x1f, 0x24]),
                sunk: Colour([0x24, 0x29, 0x30]),
                line: Colour([0x31, 0x37, 0x3f]),
                rule: Colour([0x7d, 0x85, 0x8f]),
                accent,
            },
            Some(paper) => Self {
                paper,
                surface: paper.mixed(WHITE, 0.03),
                sunk: paper.mixed(WHITE, 0.07),
                line: paper.mixed(WHITE, 0.13),
                rule: paper.mixed(WHITE, 0.45),
                accent,
            },
        };
        Self { accent: accent.towards(WHITE, palette.sunk), ..palette }
    }

    /// The contrast of the faintest text where it has the least.
    pub(crate) fn least_contrast(&self, text: Colour) -> f64 {
        [self.paper, self.surface, self.sunk]
            .map(|page| text.contrast(page))
            .into_iter()
            .fold(f64::INFINITY, f64::min)
    }
}

impl Colour {
    /// Reads `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(hex, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// As style sheets write it: `#rrggbb`.
    #[must_use]
    pub fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The first mixture with `end` that can be read on `page`.
    fn towards(self, end: Self, page: Self) -> Self {
        (0..=50)
            .map(|step| self.mixed(end, f64::from(step) / 50.0))
            .find(|colour| colour.contrast(page) >= CERTAINLY_READABLE)
            .unwrap_or(end)
    }

    fn mixed(self, other: Self, part: f64) -> Self {
        let mut mixed = [0; 3];
        for (channel, (mine, theirs)) in mixed.iter_mut().zip(self.0.iter().zip(other.0)) {
            let value = f64::from(*mine) * (1.0 - part) + f64::from(theirs) * part;
            // Both ends lie within 0 and 255.
            *channel = value.round() as u8;
        }
        Self(mixed)
    }

    /// How well one can be told from the other: from 1 to 21 (WCAG 2.2, "contrast ratio").
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (mine, theirs) = (self.luminance(), other.luminance());
        (mine.max(theirs) + 0.05) / (mine.min(theirs) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

#[cfg(test)]
mod tests {
    use super::{Colour, FAINTEST_TEXT, Palette, READABLE};

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn every_accent_can_be_read() {
        for accent in ["#ffff00", "#000000", "#ffffff", "#1b6ac9", "#808080", "#ff0000"] {
            for palette in [
                Palette::light(None, colour(accent)),
                Palette::dark(None, colour(accent)),
                Palette::light(Some(colour("#eef3fb")), colour(accent)),
                Palette::dark(Some(colour("#0b1020")), colour(accent)),
            ] {
                assert!(
                    palette.least_contrast(palette.accent) >= READABLE,
                    "{accent}: {palette:?}"
                );
            }
        }
    }

    #[test]
    fn white_and_black_are_backgrounds_and_grey_is_none() {
        let least = |palette: Palette, text| palette.least_contrast(text);
        let [light, dark] = FAINTEST_TEXT;
        let accent = Colour::default();
        assert!(least(Palette::light(Some(colour("#ffffff")), accent), light) >= READABLE);
        assert!(least(Palette::dark(Some(colour("#000000")), accent), dark) >= READABLE);
        assert!(least(Palette::light(Some(colour("#808080")), accent), light) < READABLE);
        assert!(least(Palette::dark(Some(colour("#808080")), accent), dark) < READABLE);
        assert!(least(Palette::dark(Some(colour("#ffffff")), accent), dark) < READABLE);
    }

    #[test]
    fn what_is_no_colour_cannot_get_into_the_style_sheet() {
        for text in ["red;} body{display:none", "#+1b6a9", "#fff", "1b6ac9", "#1b6ac9 "] {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
        assert_eq!(colour("#1B6ac9").hex(), "#1b6ac9");
    }
}
