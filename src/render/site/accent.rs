//! The configured accent, made readable on light and on dark pages.

/// Where links stand: the darkest background of the light scheme, the lightest of the dark one.
const LIGHT_PAGE: Colour = Colour([0xf1, 0xee, 0xe7]);
const DARK_PAGE: Colour = Colour([0x24, 0x29, 0x30]);

/// WCAG 2.2, success criterion 1.4.3, with a little room for rounding.
const CONTRAST: f64 = 4.6;

/// What stands in for an accent that is no colour.
const DEFAULT: Colour = Colour([0x1b, 0x6a, 0xc9]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Colour([u8; 3]);

/// The accent for the light and for the dark scheme, as `#rrggbb`.
pub(super) fn schemes(accent: &str) -> (String, String) {
    let accent = Colour::parse(accent).unwrap_or(DEFAULT);
    (
        accent.towards(Colour([0; 3]), LIGHT_PAGE).hex(),
        accent.towards(Colour([255; 3]), DARK_PAGE).hex(),
    )
}

impl Colour {
    fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#')?;
        if hex.len() != 6 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(hex, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The first mixture with `end` that can be read on `page`.
    fn towards(self, end: Self, page: Self) -> Self {
        (0..=50)
            .map(|step| self.mixed(end, f64::from(step) / 50.0))
            .find(|colour| colour.contrast(page) >= CONTRAST)
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

    fn contrast(self, other: Self) -> f64 {
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
    use super::{CONTRAST, Colour, DARK_PAGE, LIGHT_PAGE, schemes};

    #[test]
    fn every_accent_can_be_read() {
        for accent in ["#ffff00", "#000000", "#ffffff", "#1b6ac9", "#808080", "#ff0000"] {
            let (light, dark) = schemes(accent);
            let contrast = |text: &str, page| Colour::parse(text).unwrap().contrast(page);
            assert!(contrast(&light, LIGHT_PAGE) >= CONTRAST, "{accent}: {light}");
            assert!(contrast(&dark, DARK_PAGE) >= CONTRAST, "{accent}: {dark}");
        }
    }

    #[test]
    fn what_is_no_colour_cannot_get_into_the_stylesheet() {
        assert_eq!(schemes("red;} body{display:none"), schemes("#1b6ac9"));
        assert_eq!(schemes("#+1b6a9"), schemes("#1b6ac9"));
    }
}
