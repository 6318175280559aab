use super::{Audience, Source, config, rendered, text};
use crate::render::Content;

/// Breaks out of text, attributes, comments, CDATA and SVG wherever it is not escaped.
const EVIL: &str =
    "</title><script>alert(1)</script>\\\"onload=x ]]>--><svg/onload=alert(1)>{{7*7}}";

#[test]
fn hostile_words_do_nothing() {
    let toml = format!(
        "title = \"{EVIL}\"\nbase_url = \"https://status.example.org\"\n\
         [site]\ndescription = \"{EVIL}\"\n[[group]]\nname = \"{EVIL}\"\ndescription = \"{EVIL}\"\n\
         [[severity]]\nid = \"bad\"\nname = \"{EVIL}\"\n\
         [[component]]\nid = \"c\"\nname = \"{EVIL}\"\ngroup = \"{EVIL}\"\ndescription = \"{EVIL}\"\n"
    );
    let facts = format!(
        "title = \"{EVIL}\"\nstate = \"published\"\nseverity = \"bad\"\ncomponents = [\"c\"]\n\
         byline = \"{EVIL}\"\nstarted = 2026-11-12T14:02:00Z\nresolved = 2026-11-12T15:02:00Z\n\
         published = 2026-11-13\n\
         [[impact]]\ncomponent = \"c\"\nresource = \"{EVIL}\"\nstatus = \"major_outage\"\n\
         start = 2026-11-12T14:02:00Z\nend = 2026-11-12T15:02:00Z\n\
         [[timeline]]\nat = 2026-11-12T14:02:00Z\ntext = \"{EVIL}\"\naudience = \"public\"\n\
         [[update]]\nat = 2026-11-12T14:10:00Z\nstatus = \"investigating\"\ntitle = \"{EVIL}\"\n\
         text = \"{EVIL}\"\n\
         [[action]]\ntitle = \"{EVIL}\"\naudience = \"public\"\nlink = \"javascript:alert(1)\"\n\
         [[link]]\ntitle = \"{EVIL}\"\nurl = \"javascript:alert(1)\"\n"
    );
    let report = format!(
        "## Summary\n\n{}\n\n## {} {{.public}}\n\nText.\n",
        EVIL.replace("\\\"", "\""),
        EVIL.replace("\\\"", "\"").replace(['{', '}'], "")
    );
    let source = Source {
        id: "2026-11-12-<script>alert(1)<",
        facts: &facts,
        report: &report,
        attachments: &[],
    };
    for audience in [Audience::Public, Audience::Internal] {
        let now = "2026-11-14T08:00:00Z";
        let source = Source { ..source };
        let files = rendered(&config(&toml), audience, now, &[source]);
        assert!(files.len() >= 6);
        for file in &files {
            let Content::Bytes(bytes) = &file.content else {
                continue;
            };
            // A calendar has no markup: its texts are plain (RFC 5545, section 3.3.11).
            if file.path == "calendar.ics" {
                continue;
            }
            let page = std::str::from_utf8(bytes).unwrap();
            for sign in ["<script", "<svg/", "href=\"javascript"] {
                assert!(!page.contains(sign), "{} has {sign}", file.path);
            }
            assert!(tags(page).all(|tag| !tag.contains("onload")), "{}", file.path);
            assert!(!page.contains(">49<"), "{} ran a template in it", file.path);
            assert!(!page.contains(" style="), "{} has an inline style", file.path);
        }
        let index = text(&files, "index.html");
        assert!(index.contains("2026-11-12-%3Cscript%3Ealert%281%29%3C/index.html"));
    }
}

/// The insides of all tags without quoted values.
fn tags(page: &str) -> impl Iterator<Item = String> {
    page.split('<').skip(1).map(|rest| {
        // A quoted value may hold anything but its quote.
        let mut is_quoted = false;
        let end = rest.find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let tag = &rest[..end.unwrap_or(rest.len())];
        tag.split('"').step_by(2).collect()
    })
}
