//! `[site]`: what the status site shows and how it looks.

use super::palette::{Colour, FAINTEST_TEXT, Palette, READABLE};
use super::read::{is_inside, text};
use super::types::{History, Link, Site, UptimeWeights, WorkspaceFile};
use crate::diagnostic::Finding;
use crate::fields::{BAD_VALUE, Table, Value};

/// Endings of the files that a logo can be.
const PICTURES: [&str; 7] = ["svg", "png", "webp", "avif", "jpg", "jpeg", "gif"];

pub(super) fn site(table: &Table<'_, '_>, default: Site) -> Site {
    let Some(inner) = table.table("site") else {
        return default;
    };
    let history = inner.choice("history", &[("day", History::Day), ("month", History::Month)]);
    let length = inner.integer("history_length", 1).and_then(|found| found.value.try_into().ok());
    let accent = colour(&inner, "accent").map_or_else(Colour::default, |(colour, _)| colour);
    let background = |key, make: fn(Option<Colour>, Colour) -> Palette, faintest, way| {
        let (background, found) = colour(&inner, key)?;
        let contrast = make(Some(background), accent).least_contrast(faintest);
        if contrast < READABLE {
            let message =
                format!("texts cannot be read on {}: a contrast of {contrast:.1}", found.value);
            let help = format!("take a {way} colour; WCAG 2.2 asks for {READABLE}");
            inner.bad_value(&found, message, Some(help));
            return None;
        }
        Some(background)
    };
    let [light_text, dark_text] = FAINTEST_TEXT;
    let site = Site {
        history: history.unwrap_or(default.history),
        history_length: length.unwrap_or(default.history_length),
        description: text(&inner, "description"),
        uptime: weights(&inner, default.uptime),
        light: Palette::light(
            background("background", Palette::light, light_text, "lighter"),
            accent,
        ),
        dark: Palette::dark(
            background("background_dark", Palette::dark, dark_text, "darker"),
            accent,
        ),
        logo: picture(&inner, "logo"),
        logo_dark: picture(&inner, "logo_dark"),
        header_links: links(&inner, "header_link"),
        footer_links: links(&inner, "footer_link"),
    };
    if let (Some(dark), None) = (&site.logo_dark, &site.logo) {
        inner.report(
            Finding::error(
                BAD_VALUE,
                inner.file(),
                dark.span,
                "there is a logo for dark pages only",
            )
            .field(dark.field.clone())
            .help("name one for light pages as `logo`"),
        );
    }
    inner.finish();
    site
}

fn weights(table: &Table<'_, '_>, default: UptimeWeights) -> UptimeWeights {
    let Some(inner) = table.table("uptime") else {
        return default;
    };
    let weight = |key, default| {
        let Some(found) = inner.integer(key, 0) else {
            return default;
        };
        u8::try_from(found.value).ok().filter(|weight| *weight <= 100).unwrap_or_else(|| {
            let help = "a second takes from 0 to 100 percent of itself".to_owned();
            inner.bad_value(&found, format!("`{}` is more than 100", found.path), Some(help));
            default
        })
    };
    let weights = UptimeWeights {
        major: weight("major_outage", default.major),
        partial: weight("partial_outage", default.partial),
        degraded: weight("degraded_performance", default.degraded),
        maintenance: weight("under_maintenance", default.maintenance),
    };
    inner.finish();
    weights
}

fn colour<'t, 's>(
    table: &'t Table<'s, '_>,
    key: &'static str,
) -> Option<(Colour, Value<'t, &'s str>)> {
    let found = table.string(key)?;
    let colour = Colour::parse(found.value);
    if colour.is_none() {
        let message = format!("`{}` is no colour: \"{}\"", found.path, found.value);
        table.bad_value(&found, message, Some("write it like #1b6ac9".to_owned()));
    }
    colour.map(|colour| (colour, found))
}

fn picture(table: &Table<'_, '_>, key: &'static str) -> Option<WorkspaceFile> {
    let found = table.string(key)?;
    let ending = found.value.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_picture = ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()));
    if !is_inside(found.value) || !is_picture {
        let message =
            format!("`{}` is no picture of the workspace: \"{}\"", found.path, found.value);
        let help = "name a file below the root, like brand/logo.svg".to_owned();
        table.bad_value(&found, message, Some(help));
        return None;
    }
    Some(WorkspaceFile {
        path: found.value.to_owned(),
        field: found.path.from_root(),
        span: found.span,
    })
}

fn links(table: &Table<'_, '_>, key: &'static str) -> Vec<Link> {
    let mut links = Vec::new();
    for item in table.tables(key) {
        let title = item.required_text("title");
        let url = item.required_text("url");
        if let Some(found) = &url {
            let opens = ["https://", "http://", "mailto:"].iter().any(|scheme| {
                found.value.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())
            });
            // RFC 3986, appendix A: nothing of these is part of an address unless encoded.
            let is_encoded = !found.value.contains(|c: char| {
                c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)
            });
            if !opens || !is_encoded {
                let message = format!("`{}` is no address: \"{}\"", found.path, found.value);
                let help = "begin it with https://, http:// or mailto:, and write %22 for a quotation mark".to_owned();
                item.bad_value(found, message, Some(help));
                item.finish();
                continue;
            }
        }
        item.finish();
        if let (Some(title), Some(url)) = (title, url) {
            links.push(Link { title: title.value.to_owned(), url: url.value.to_owned() });
        }
    }
    links
}
