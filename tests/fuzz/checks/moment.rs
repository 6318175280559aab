//! Moments and what is derived from them: ranges are in order, durations are not negative.

use ::incident::model::{Moment, between, merged};

/// The first byte chooses the zone, each line of the rest is a moment.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let zone = super::ZONES[usize::from(*first) % super::ZONES.len()];
    let mut facts = format!("title = \"x\"\nstate = \"published\"\ntimezone = \"{zone}\"\n");
    let keys = ["started", "detected", "mitigated", "resolved", "published"];
    for (key, line) in keys.iter().zip(text.split('\n')) {
        facts.push_str(&format!("{key} = {line}\n"));
    }
    let config = super::config();
    let loaded = super::load(facts.as_bytes(), b"", config);
    super::are_sound(&loaded.findings, &[&loaded.source.facts, &loaded.source.report]);
    let Some(incident) = &loaded.incident else { return };
    let facts = &incident.facts;
    let moments: Vec<&Moment> =
        [&facts.started, &facts.detected, &facts.mitigated, &facts.resolved, &facts.published]
            .into_iter()
            .flatten()
            .collect();
    for moment in &moments {
        assert!(moment.earliest() <= moment.latest(), "{moment:?}");
        for other in &moments {
            if let Some(elapsed) = between(moment, other) {
                assert!(elapsed.least <= elapsed.most, "{moment:?} to {other:?}: {elapsed:?}");
                assert!(elapsed.least.num_seconds() >= 0);
            }
        }
    }
    let windows = moments.iter().map(|moment| (*moment, moments.last().copied()));
    assert!(merged(windows, super::now()).least.num_seconds() >= 0);
    super::views(&loaded, config).iter().for_each(super::is_clean);
}
