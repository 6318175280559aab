use super::{incident, liquid, slug, yaml};
use crate::config::Config;
use crate::render::tests::{config, view};
use crate::render::{Content, OutputFile, Templates};
use crate::view::Audience;

const JEKYLL: &str = "[[component]]\nid = \"api\"\nname = \"API\"\n[blog]\ngenerator = \"jekyll\"\nauthor = \"The team\"\n";

const FACTS: &str = r#"
title      = "Checkout failed"
state      = "published"
timezone   = "Europe/Zurich"
components = ["api"]
severity   = "major"
started    = 2024-05-01T10:00:00
resolved   = 2024-05-01T11:00:00
published  = 2024-05-03T00:30:00
"#;

const REPORT: &str = "\
## Summary

It failed. ![Graph](<graph 1.png>) ![Secret](elsewhere.png)

## Root cause

Line {{ one }}
line two
{% endraw %} <script>alert(1)</script>
";

fn files(facts: &str, report: &str, config: &Config) -> Vec<OutputFile> {
    let templates = Templates::new(Vec::new()).unwrap();
    incident(&view(facts, report, Audience::Public, config), config, &templates).unwrap()
}

fn post(facts: &str, report: &str, config: &Config) -> String {
    match &files(facts, report, config)[0].content {
        Content::Bytes(bytes) => String::from_utf8(bytes.clone()).unwrap(),
        Content::Copy(_) => panic!("the post comes first"),
    }
}

#[test]
fn a_jekyll_post_is_dated_by_publication_and_knows_its_attachments() {
    let config = config(JEKYLL);
    let files = files(FACTS, REPORT, &config);
    assert_eq!(files[0].path, "_posts/2024-05-03-checkout.md");
    let folder = "assets/2024-05-01-checkout";
    let attachment = OutputFile::attachment(folder, "2024-05-01-checkout", "graph 1.png");
    assert_eq!(files[1..], [attachment]);
    let post = post(FACTS, REPORT, &config);
    assert!(
        post.starts_with(
            "---\nlayout: \"post\"\ntitle: \"Checkout failed\"\ndate: 2024-05-03T00:30:00+02:00\n\
             author: \"The team\"\nincident: \"2024-05-01-checkout\"\nseverity: \"Major\"\n\
             components:\n  - \"API\"\n---\n\nOn 1 May 2024, from 10:00 until 11:00 CEST (UTC+02:00), \
             an incident affected API: Checkout failed. It lasted 1 hour.\n\n## Summary\n\nIt failed. \
             ![Graph]({{ site.baseurl }}/assets/2024-05-01-checkout/graph%201.png) Secret\n"
        ),
        "{post}"
    );
}

#[test]
fn a_plain_post_has_its_title_as_heading_and_attachments_beside_it() {
    let config = Config::default();
    let files = files(FACTS, REPORT, &config);
    assert_eq!(files[0].path, "2024-05-01-checkout.md");
    assert_eq!(files[1].path, "2024-05-01-checkout/graph 1.png");
    let post = post(FACTS, REPORT, &config);
    assert!(post.starts_with("# Checkout failed\n\nOn 1 May 2024"), "{post}");
    assert!(post.contains("![Graph](2024-05-01-checkout/graph%201.png)"), "{post}");
    assert!(post.contains("Line {{ one }}\nline two\n{% endraw %} &lt;script&gt;"), "{post}");
}

#[test]
fn only_what_is_published_is_posted() {
    for state in ["ongoing", "drafting"] {
        let facts = FACTS.replace("\"published\"", &format!("\"{state}\""));
        assert_eq!(files(&facts, REPORT, &config(JEKYLL)), []);
    }
}

#[test]
fn a_day_alone_is_a_date_and_without_any_it_is_a_draft() {
    let facts = FACTS.replace("2024-05-03T00:30:00", "{ after = 2024-05-03, before = 2024-05-05 }");
    assert!(post(&facts, REPORT, &config(JEKYLL)).contains("\ndate: 2024-05-03\n"));
    let facts = "title = \"x\"\nstate = \"published\"\n";
    assert_eq!(files(facts, REPORT, &config(JEKYLL))[0].path, "_drafts/checkout.md");
    assert!(!post(facts, REPORT, &config(JEKYLL)).contains("\ndate:"));
}

#[test]
fn slugs_lose_their_date_only() {
    for (id, expected) in [
        ("2024-05-01-check-out", "check-out"),
        ("check-out-of-it-all", "check-out-of-it-all"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01-", "2024-05-01-"),
    ] {
        assert_eq!(slug(id), expected);
    }
}

#[test]
fn front_matter_holds_any_text() {
    for (text, expected) in [
        ("--- # 'a' \"b\": -", r#""--- # 'a' \"b\": -""#),
        ("a\\b\nc\td", r#""a\\b\nc\td""#),
        ("\u{85}\u{2028}\u{feff}🙂", r#""\u0085\u2028\ufeff🙂""#),
        ("{{ x }} {% y %}", r#""{{ x }} {% y %}""#),
    ] {
        assert_eq!(yaml::string(text), expected);
    }
    let facts = FACTS.replace("Checkout failed", "---\\n---\\nlayout: x {{ y }}");
    let post = post(&facts, REPORT, &config(JEKYLL));
    assert_eq!(post.lines().nth(2), Some("title: \"--- --- layout: x {{ y }}\""));
    assert_eq!(post.lines().filter(|line| *line == "---").count(), 2);
}

#[test]
fn liquid_prints_what_the_author_wrote() {
    for (text, expected) in [
        ("plain { } %\n", "plain { } %\n"),
        ("a {{ b }}\nc", "{% raw %}a {{ b }}{% endraw %}\nc"),
        ("{% endraw %}{{ b }}", "{{ \"{\" }}% endraw %}{{ \"{\" }}{ b }}"),
        ("{{{% endraw", "{{ \"{\" }}{{ \"{\" }}{{ \"{\" }}% endraw"),
        ("{%\nendraw %}", "{% raw %}{%{% endraw %}\nendraw %}"),
        ("![a](\u{fdd0}/a)", "![a]({{ site.baseurl }}/a)"),
        ("\u{fdd0}{{", "{% raw %}{% endraw %}{{ site.baseurl }}{% raw %}{{{% endraw %}"),
    ] {
        assert_eq!(liquid::inert(text), expected);
    }
    let post = post(FACTS, REPORT, &config(JEKYLL));
    assert!(
        post.contains(
            "{% raw %}Line {{ one }}{% endraw %}\nline two\n{{ \"{\" }}% endraw %} &lt;script&gt;"
        ),
        "{post}"
    );
}

#[test]
fn facts_become_lists_and_tables() {
    let facts = format!(
        "{FACTS}\n[[timeline]]\nat = 2024-05-01T10:00:00\ntext = \"A `a|b`\\nends\"\naudience = \"public\"\n\
         [[impact]]\ncomponent = \"api\"\nresource = \"a|b\"\nstatus = \"major_outage\"\nstart = 2024-05-01T10:00:00\nend = 2024-05-01T10:30:00\n\
         [[impact]]\ncomponent = \"api\"\nresource = \"c\"\nstatus = \"major_outage\"\nstart = 2024-05-01T10:00:00\nend = 2024-05-01T11:00:00\n\
         [[action]]\ntitle = \"Fix [it]\"\naudience = \"public\"\nlink = \"https://a.example/x(1)\"\n\
         [[correction]]\nat = 2024-05-04\ntext = \"It was one.\"\n\
         [[link]]\ntitle = \"Source: *x*\"\nurl = \"https://b.example\"\naudience = \"public\"\n"
    );
    let post = post(&facts, "## Summary\n\nText.\n", &Config::default());
    for part in [
        "## Timeline\n\n**1 May 2024, CEST (UTC+02:00)**\n\n- **10:00** – A `a|b` ends.\n",
        "| Resource | Start | End | Duration |\n| --- | --- | --- | --- |\n| a\\|b | 10:00 | 10:30 | 30 minutes |\n",
        "Altogether, api was affected for 1 hour; some of these times overlap.\n",
        "## Preventive measures\n\nStill to be done:\n\n- [Fix \\[it\\]](https://a.example/x%281%29).\n",
        "## Corrections\n\n**4 May 2024**\n\nIt was one.\n",
        "## Source\n\n- [Source: \\*x\\*](https://b.example)\n",
    ] {
        assert!(post.contains(part), "{part}\nis not in\n{post}");
    }
    assert!(!post.contains("\n\n\n"), "{post}");
}

#[test]
fn an_internal_post_says_so_first() {
    let config = config(JEKYLL);
    let templates = Templates::new(Vec::new()).unwrap();
    let view = view(FACTS, REPORT, Audience::Internal, &config);
    let files = incident(&view, &config, &templates).unwrap();
    let Content::Bytes(bytes) = &files[0].content else { panic!("the post comes first") };
    let post = String::from_utf8_lossy(bytes);
    assert!(post.contains("title: \"[INTERNAL] Checkout failed\""), "{post}");
    assert!(
        post.contains("\n---\n\n**INTERNAL: not for anyone outside the company.**\n"),
        "{post}"
    );
}
