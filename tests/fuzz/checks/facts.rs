//! `facts.toml`: whatever stands in it, findings with places, and views with clean texts.

/// Reads it and looks at it as each audience.
pub fn check(data: &[u8]) {
    let config = super::config();
    let loaded = super::load(data, b"", config);
    super::are_sound(&loaded.findings, &[&loaded.source.facts, &loaded.source.report]);
    assert_eq!(loaded.incident.is_some(), loaded.source.facts.fault.is_none());
    super::views(&loaded, config).iter().for_each(super::is_clean);
}
