//! `incident.toml`: whatever stands in it, a configuration and findings with places.

use ::incident::load;
use ::incident::source::FileSource;

/// Reads it, and says what an incident looks like under it.
pub fn check(data: &[u8]) {
    let source = FileSource::from_bytes("incident.toml".to_owned(), data.to_vec());
    let (config, mut findings) = ::incident::config::parse(&source.file, &load::section_keys());
    findings.extend(load::file_finding(&source));
    super::are_sound(&findings, &[&source]);
    let loaded = super::load(super::FACTS.as_bytes(), b"## Summary\n\nText.\n", &config);
    super::views(&loaded, &config).iter().for_each(super::is_clean);
}
