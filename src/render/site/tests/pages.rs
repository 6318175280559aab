use super::{Audience, Source, config, rendered, text};

const FACTS: &str = r#"
title = "Slow volumes"
state = "published"
severity = "minor"
components = ["block"]
started = 2026-11-12T14:02:00Z
resolved = 2026-11-13T01:10:00Z
published = 2026-11-16T09:00:00Z
[[timeline]]
at = { at = 2026-11-12T14:05:00Z, about = true }
text = "Monitoring reports it"
audience = "public"
[[timeline]]
at = "unknown"
text = "A cable is found"
audience = "public"
[[timeline]]
at = 2026-11-12T15:00:00Z
text = "CANARY"
"#;

#[test]
fn vague_times_look_vague() {
    let source = Source {
        id: "2026-11-12-slow-volumes",
        facts: FACTS,
        report: "## Summary\n\nSlow.\n",
        attachments: &[],
    };
    let config = config("base_url = \"https://status.example.org\"");
    let files = rendered(&config, Audience::Public, "2026-11-21T08:00:00Z", &[source]);
    let page = text(&files, "incidents/2026-11-12-slow-volumes/index.html");
    assert!(page.contains("<li class=\"other vague\">"), "{page}");
    assert!(page.contains("about 14:05</time>"), "{page}");
    assert!(page.contains("<span>time unknown</span>"), "{page}");
    assert!(
        files
            .iter()
            .all(|file| file.path.is_empty() || !format!("{:?}", file.content).contains("CANARY"))
    );
}
