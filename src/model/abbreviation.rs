//! Abbreviations of zones, as people write them behind a time.

type Abbreviation = (&'static str, &'static [i32], Option<&'static str>);

/// Abbreviations with the minutes east of UTC that they are used for, and for those that are
/// in use for a part of the year only, a zone that uses them.
const ABBREVIATIONS: &[Abbreviation] = &[
    ("UTC", &[0], None),
    ("GMT", &[0], None),
    ("WET", &[0], None),
    ("WEST", &[60], Some("Europe/Lisbon")),
    ("BST", &[60], Some("Europe/London")),
    ("CET", &[60], Some("Europe/Berlin")),
    ("CEST", &[120], Some("Europe/Berlin")),
    ("EET", &[120], None),
    ("EEST", &[180], Some("Europe/Helsinki")),
    ("MSK", &[180], None),
    ("IST", &[330, 60, 120], None),
    ("SAST", &[120], None),
    ("JST", &[540], None),
    ("KST", &[540], None),
    ("SGT", &[480], None),
    ("HKT", &[480], None),
    ("AWST", &[480], None),
    ("ACST", &[570], None),
    ("ACDT", &[630], Some("Australia/Adelaide")),
    ("AEST", &[600], None),
    ("AEDT", &[660], Some("Australia/Sydney")),
    ("NZST", &[720], Some("Pacific/Auckland")),
    ("NZDT", &[780], Some("Pacific/Auckland")),
    ("BRT", &[-180], None),
    ("ART", &[-180], None),
    ("AST", &[-240, 180], None),
    ("ADT", &[-180], Some("America/Halifax")),
    ("EST", &[-300], Some("America/New_York")),
    ("EDT", &[-240], Some("America/New_York")),
    ("CST", &[-360, 480], Some("America/Chicago")),
    ("CDT", &[-300], Some("America/Chicago")),
    ("MST", &[-420], None),
    ("MDT", &[-360], Some("America/Denver")),
    ("PST", &[-480], Some("America/Los_Angeles")),
    ("PDT", &[-420], Some("America/Los_Angeles")),
    ("AKST", &[-540], Some("America/Anchorage")),
    ("AKDT", &[-480], Some("America/Anchorage")),
    ("HST", &[-600], None),
    ("ET", &[-300, -240], None),
    ("CT", &[-360, -300], None),
    ("MT", &[-420, -360], None),
    ("PT", &[-480, -420], None),
];

/// The minutes east of UTC that an abbreviation in capitals, such as "CET", is used for; several
/// where it means several zones.
#[must_use]
pub fn abbreviation_offsets(letters: &str) -> Option<&'static [i32]> {
    known(letters).map(|(_, offsets, _)| *offsets)
}

/// The IANA name of a zone whose clocks carry these letters for a part of the year.
#[must_use]
pub fn seasonal_zone(letters: &str) -> Option<&'static str> {
    known(letters)?.2
}

fn known(letters: &str) -> Option<&'static Abbreviation> {
    ABBREVIATIONS.iter().find(|(name, ..)| *name == letters)
}
