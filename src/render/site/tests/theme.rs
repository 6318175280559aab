use super::{Audience, config, rendered, text};
use crate::config::{Colour, FAINTEST_TEXT, READABLE};

/// The colours of texts, and what they stand on.
const TEXTS: [&str; 7] = ["ink", "soft", "ok", "note", "mild", "warn", "bad"];
const PAGES: [&str; 3] = ["paper", "surface", "sunk"];

/// The value of a custom property in the first or second scheme of a style sheet.
fn property(css: &str, scheme: usize, name: &str) -> Colour {
    let start = format!("--{name}: ");
    let value = css.split(&start).nth(scheme + 1).unwrap_or_else(|| panic!("no {name}"));
    Colour::parse(value.split(';').next().unwrap()).unwrap()
}

#[test]
fn all_texts_can_be_read_in_both_schemes() {
    let backgrounds = "[site]\nbackground = \"#e4ecf7\"\nbackground_dark = \"#1d2433\"\n";
    for settings in ["", backgrounds] {
        let files = rendered(&config(settings), Audience::Public, "2026-11-20T00:00:00Z", &[]);
        let css = text(&files, "style.css");
        for (scheme, faintest) in FAINTEST_TEXT.into_iter().enumerate() {
            let pages = PAGES.map(|page| property(css, scheme, page));
            for name in TEXTS {
                let colour = property(css, scheme, name);
                for page in pages {
                    let contrast = colour.contrast(page);
                    assert!(contrast >= READABLE, "--{name} in scheme {scheme}: {contrast}");
                    assert!(
                        contrast + 0.01 >= faintest.contrast(page),
                        "--{name} is fainter than the one that backgrounds are measured by"
                    );
                }
            }
        }
    }
}
