use super::front_matter::yaml_text;
use super::incident;
use super::places::slug;
use crate::config::{Config, Generator};
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
            "---\ntitle: 'Checkout failed'\ndate: 2024-05-03T00:30:00+02:00\n\
             description: 'It failed.'\n\
             author: 'The team'\nlayout: 'post'\nincident: '2024-05-01-checkout'\nseverity: 'Major'\n\
             components:\n- 'API'\n---\n\nOn 1 May 2024, from 10:00 until 11:00 CEST (UTC+02:00), \
             an incident affected API. It lasted 1 hour.\n\n## Summary\n\nIt failed. \
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

/// Front matter of a post for a generator, with the lines around it.
fn front_matter(generator: &str, more: &str, facts: &str) -> String {
    let config = config(&format!(
        "base_url = \"https://status.example.com\"\n[[component]]\nid = \"api\"\nname = \"API\"\n\
         [blog]\ngenerator = \"{generator}\"\nauthor = \"The team\"\n{more}"
    ));
    let post = post(facts, REPORT, &config);
    let fence = post.lines().next().unwrap();
    let end = post[4..].find(&format!("\n{fence}\n")).unwrap();
    post[..end + 9].to_owned()
}

const AWKWARD: [&str; 22] = [
    "yes",
    "No",
    "~",
    "null",
    "1e3",
    "0o7",
    "12:30",
    "1:20:30",
    "2024-05-01",
    "- x",
    "# x",
    "a: b #c",
    "'a' \"b\"",
    "a\\b",
    "@a",
    "`a",
    "%a",
    "!a &b *c",
    "{a} [b]",
    "--- {{ x }} {% y %}",
    "🙂 é",
    "\u{85}\u{2028}\u{feff}",
];

#[test]
fn yaml_front_matter_holds_any_text() {
    for text in AWKWARD.into_iter().chain(["a\nb\tc", "\u{1}\u{7f}\u{fffe}", ""]) {
        let scalar = yaml_text(text).unwrap();
        assert!(!scalar.contains('\n'), "{scalar}");
        let read = yaml_rust2::YamlLoader::load_from_str(&format!("title: {scalar}")).unwrap();
        assert_eq!(read[0]["title"].as_str(), Some(text), "{scalar}");
    }
    let facts = FACTS.replace("Checkout failed", "---\\n---\\nlayout: x {{ y }}");
    let post = post(&facts, REPORT, &config(JEKYLL));
    assert_eq!(post.lines().nth(1), Some("title: '--- --- layout: x {{ y }}'"));
    assert_eq!(post.lines().filter(|line| *line == "---").count(), 2);
}

/// `stringify-object` 3.3.0 makes `'a\\'` of a text with a backslash at its end.
#[test]
fn front_matter_for_docusaurus_has_no_backslash() {
    let facts = FACTS.replace("Checkout failed", "a\\\\'+b(1)+'\\\\");
    let config = config("[blog]\ngenerator = \"docusaurus\"\nauthor = 'c\\'\n");
    let post = post(&facts, REPORT, &config);
    let (front_matter, _) = post[4..].split_once("\n---\n").unwrap();
    assert!(front_matter.contains("title: \"a∖'+b(1)+'∖\"\n"), "{front_matter}");
    assert!(!front_matter.contains('\\'), "{front_matter}");
}

#[test]
fn toml_front_matter_holds_any_text() {
    for text in AWKWARD {
        let facts =
            FACTS.replace("\"Checkout failed\"", &format!("{text:?}").replace('\'', "\\u0027"));
        let facts = facts.replace("\\'", "'").replace("\\u{85}\\u{2028}\\u{feff}", "x");
        let front_matter = front_matter("zola", "", &facts);
        let toml = front_matter.trim_matches(['+', '\n']);
        let read: toml::Table = toml.parse().unwrap_or_else(|error| panic!("{toml}: {error}"));
        let text = text.replace("\u{85}\u{2028}\u{feff}", "x");
        assert_eq!(read["title"].as_str(), Some(text.as_str()), "{toml}");
        assert!(read["date"].is_datetime());
    }
}

#[test]
fn each_generator_has_its_own_names_and_keys() {
    let facts = format!("{FACTS}\n[[correction]]\nat = 2024-05-09\ntext = \"One.\"\n");
    let mut all = String::new();
    for (generator, _) in Generator::ALL.into_iter().filter(|(name, _)| *name != "plain") {
        let config = config(&format!("[blog]\ngenerator = \"{generator}\"\n"));
        let paths: Vec<String> =
            files(&facts, REPORT, &config).into_iter().map(|file| file.path).collect();
        let shown = front_matter(generator, "permalink = \"/i/:year/:slug/\"\n", &facts);
        all.push_str(&format!("{generator}: {}\n{shown}\n", paths.join(", ")));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn bundles_keep_attachments_beside_the_post_and_flat_posts_among_static_files() {
    for (generator, files_key, path, link) in [
        ("hugo", "bundle", "content/posts/2024-05-01-checkout/graph 1.png", "./graph%201.png"),
        (
            "hugo",
            "flat",
            "static/incidents/2024-05-01-checkout/graph 1.png",
            "/b/incidents/2024-05-01-checkout/graph%201.png",
        ),
        ("docusaurus", "bundle", "blog/2024-05-03-checkout/graph 1.png", "./graph%201.png"),
        (
            "astro",
            "flat",
            "public/incidents/2024-05-01-checkout/graph 1.png",
            "/b/incidents/2024-05-01-checkout/graph%201.png",
        ),
        ("plain", "bundle", "2024-05-01-checkout/graph 1.png", "./graph%201.png"),
    ] {
        let config = config(&format!(
            "[blog]\ngenerator = \"{generator}\"\nfiles = \"{files_key}\"\nbase_path = \"/b/\"\n"
        ));
        assert_eq!(files(FACTS, REPORT, &config)[1].path, path);
        let post = post(FACTS, REPORT, &config);
        assert!(post.contains(&format!("![Graph]({link})")), "{generator}: {post}");
    }
}

#[test]
fn a_house_has_its_own_folder_and_keys() {
    let more = "folder = \"content/incidents\"\nlayout = \"report.html\"\n[blog.keys]\n\
                severity = \"\"\ncomponents = \"tags\"\ncanonical = \"\"\ndescription = \"\"\n";
    assert_eq!(
        front_matter("hugo", more, FACTS),
        "---\ntitle: 'Checkout failed'\ndate: 2024-05-03T00:30:00+02:00\nauthor: 'The team'\n\
         layout: 'report.html'\nincident: '2024-05-01-checkout'\ntags:\n- 'API'\n---\n"
    );
    let config = config(&format!("[blog]\ngenerator = \"hugo\"\n{more}"));
    let path = &files(FACTS, REPORT, &config)[0].path;
    assert_eq!(path, "content/incidents/2024-05-01-checkout/index.md");
}

#[test]
fn what_no_day_is_known_of_is_a_draft_without_an_address() {
    let facts = "title = \"x\"\nstate = \"published\"\n";
    let shown = front_matter("hugo", "permalink = \"/:year/:slug/\"\n", facts);
    assert!(shown.contains("\ndraft: true\n") && !shown.contains("url:"), "{shown}");
    let shown = front_matter("hugo", "permalink = \"/:slug/\"\n", facts);
    assert!(shown.contains("\nurl: '/checkout/'\n"), "{shown}");
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
    assert!(post.contains("title: '[INTERNAL] Checkout failed'"), "{post}");
    assert!(
        post.contains("\n---\n\n**INTERNAL: not for anyone outside the company.**\n"),
        "{post}"
    );
}
