//! `[site]` of the configuration: what a workspace chooses of the site's looks.

use crate::support::{CONFIG, FACTS, REPORT, Workspace};

const ID: &str = "2024-05-02-checkout";
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Example</title></svg>\n";
const SITE: &str = r##"
[site]
accent = "#0b6e4f"
background = "#eef3fb"
background_dark = "#0b1020"
logo = "brand/logo.svg"
logo_dark = "brand/logo for dark pages.SVG"

[[site.header_link]]
title = "Help & advice"
url = "https://help.example.com/?a=1&b=2"

[[site.footer_link]]
title = "Imprint"
url = "mailto:info@example.com"
"##;

fn themed(site: &str) -> Workspace {
    Workspace::bare()
        .file("incident.toml", format!("{CONFIG}{site}"))
        .file("brand/logo.svg", LOGO)
        .file("brand/logo for dark pages.SVG", LOGO)
        .incident(ID, FACTS, REPORT)
}

#[test]
fn logo_links_and_colours_are_on_every_page() {
    let workspace = themed(SITE);
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
    for (path, root) in [("index.html", ""), ("stats/index.html", "../"), ("404.html", "/")] {
        let page = workspace.read(&format!("public/site/{path}"));
        for part in [
            format!("<img class=\"logo\" src=\"{root}logo.svg\" alt=\"Example shop\">"),
            format!(
                "<source srcset=\"{root}logo-dark.svg\" media=\"(prefers-color-scheme: dark)\">"
            ),
            format!("<link rel=\"icon\" type=\"image/svg+xml\" href=\"{root}favicon.svg\">"),
            "href=\"https://help.example.com/?a=1&amp;b=2\" dir=\"auto\">Help &amp; advice</a>"
                .to_owned(),
            "<a href=\"mailto:info@example.com\" dir=\"auto\">Imprint</a>".to_owned(),
        ] {
            assert!(page.contains(&part), "{path}: {part}\n{page}");
        }
    }
    assert_eq!(workspace.read("public/site/logo.svg"), LOGO);
    assert_eq!(workspace.read("public/site/logo-dark.svg"), LOGO);
    let style = workspace.read("public/site/style.css");
    assert!(style.contains("--paper: #eef3fb;") && style.contains("--paper: #0b1020;"));
    assert!(style.contains("--accent: #0b6e4f;"));
}

#[test]
fn nothing_of_it_is_there_unless_configured() {
    let workspace = Workspace::sound();
    workspace.run(["render", "--to", "site", "--now", "2024-06-01"]).code(0);
    let page = workspace.read("public/site/index.html");
    assert!(!page.contains("<picture>") && !page.contains("class=\"links\""));
    assert!(page.contains(">Example shop</a>"));
}

#[test]
fn every_fault_has_its_place_and_its_cure() {
    let site = r##"
[site]
background = "#777777"
background_dark = "#fff"
logo = "../logo.svg"
logo_dark = "brand/logo for dark pages.SVG"
[[site.header_link]]
title = "Run"
url = "javascript:alert(1)"
[[site.footer_link]]
url = "https://example.com"
"##;
    let run = themed(site).run(["check", "--format", "concise"]).code(1);
    assert_eq!(
        run.stdout,
        "\
incident.toml:9:14: error[bad-value] texts cannot be read on #777777: a contrast of 1.4
incident.toml:10:19: error[bad-value] `site.background_dark` is no colour: \"#fff\"
incident.toml:11:8: error[bad-value] `site.logo` is no picture of the workspace: \"../logo.svg\"
incident.toml:12:13: error[bad-value] there is a logo for dark pages only
incident.toml:15:7: error[bad-value] `site.header_link[0].url` is no address: \"javascript:alert(1)\"
incident.toml:16:1: error[missing-key] `site.footer_link[0]` has no `title`
"
    );
}

#[test]
fn a_logo_that_is_not_there_or_acts_is_no_logo() {
    let run =
        themed("[site]\nlogo = \"brand/none.png\"\n").run(["check", "--format", "concise"]).code(1);
    let said = "incident.toml:8:8: error[bad-value] `brand/none.png` cannot be published: it cannot be read";
    assert!(run.stdout.starts_with(said), "{}", run.stdout);
    let workspace = themed("[site]\nlogo = \"brand/logo.svg\"\n")
        .file("brand/logo.svg", LOGO.replace("title", "script"));
    let run = workspace.run(["check", "--format", "concise"]).code(1);
    assert!(run.stdout.contains("it has `<script>` in line 1"), "{}", run.stdout);
    workspace.run(["render", "--now", "2024-06-01"]).code(1);
    assert!(!workspace.path("public").exists());
}
