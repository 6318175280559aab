//! What a preview adds to the pages of the site: faults, and the script that reloads them.
//!
//! Nothing of it is in what `render` writes. Pages keep their policy; it allows this script and
//! this style sheet besides, by a nonce.

use minijinja::value::Value;
use serde::Serialize;

use super::html::escape;
use super::{TemplateError, Templates};

/// The policy of pages whose templates have none.
const DEFAULT_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'";

/// How pages say what their policy is, as `site/base.html` does.
const META: (&str, &str) = ("<meta http-equiv=\"Content-Security-Policy\" content=\"", "\">");

/// Errors shown before the rest is only counted.
const MOST_ERRORS: usize = 20;

/// Something wrong, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// File, line and column, as far as they are known.
    pub place: String,
    /// The rule's id, where a rule found it.
    pub rule: Option<&'static str>,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
}

impl From<&TemplateError> for Fault {
    fn from(error: &TemplateError) -> Self {
        let TemplateError { template, line, message } = error;
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        Self {
            place: format!("templates/{template}{line}"),
            rule: None,
            message: message.clone(),
            help: None,
        }
    }
}

/// The faults of one file, as the panel shows them.
#[derive(Serialize)]
struct Group<'f> {
    file: &'f str,
    faults: Vec<Told<'f>>,
}

#[derive(Serialize)]
struct Told<'f> {
    /// Line and column, as far as they are known.
    at: &'f str,
    rule: Option<&'static str>,
    message: Value,
    help: Option<Value>,
}

impl<'f> Group<'f> {
    /// Files stand in the order of their first faults.
    fn all(faults: &[&'f Fault]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for fault in faults {
            let (file, at) = split(&fault.place);
            let told = Told {
                at,
                rule: fault.rule,
                message: marked(&fault.message),
                help: fault.help.as_deref().map(marked),
            };
            match groups.iter_mut().find(|group| group.file == file) {
                Some(group) => group.faults.push(told),
                None => groups.push(Self { file, faults: vec![told] }),
            }
        }
        groups
    }
}

/// A file, and the numbers of line and column behind it.
fn split(place: &str) -> (&str, &str) {
    let file =
        place.trim_end_matches(|character: char| character.is_ascii_digit() || character == ':');
    match place[file.len()..].strip_prefix(':') {
        Some(at) => (file, at),
        None => (place, ""),
    }
}

/// A message as HTML, with what it quotes between backticks as code.
fn marked(message: &str) -> Value {
    let parts: Vec<&str> = message.split('`').collect();
    let is_paired = parts.len() % 2 == 1;
    if !is_paired {
        return Value::from(message);
    }
    let said = parts.iter().enumerate().map(|(index, part)| match index % 2 {
        1 => format!("<code>{}</code>", escape(part)),
        _ => escape(part),
    });
    Value::from_safe_string(said.collect())
}

/// A page and the policy that it is sent with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The page.
    pub html: String,
    /// Its Content-Security-Policy.
    pub policy: String,
}

/// What a page is to say beside its own text.
#[derive(Clone, Copy, Debug)]
pub struct Remarks<'r> {
    /// What keeps the site from being published, what concerns this page first.
    pub errors: &'r [&'r Fault],
    /// What else is to be said of this page.
    pub warnings: &'r [&'r Fault],
    /// The version of the preview that it is part of.
    pub version: u64,
    /// A text that nobody can guess, of letters and digits.
    pub nonce: &'r str,
}

/// Adds to pages. It uses no template of the workspace: those may be what is wrong.
#[derive(Debug)]
pub struct Annotator {
    templates: Templates,
}

impl Annotator {
    /// Compiles the templates.
    ///
    /// # Errors
    ///
    /// A fault in a built-in template.
    pub fn new() -> Result<Self, TemplateError> {
        Ok(Self { templates: Templates::new(Vec::new())? })
    }

    /// A page in place of one that cannot be shown.
    ///
    /// # Errors
    ///
    /// A fault in a built-in template.
    pub fn cannot(&self, title: &str) -> Result<String, TemplateError> {
        #[derive(Serialize)]
        struct Cannot<'t> {
            title: &'t str,
        }
        self.templates.render("preview/cannot.html", Cannot { title })
    }

    /// The page with its faults on top, reloading when there is another version.
    ///
    /// # Errors
    ///
    /// A fault in a built-in template.
    pub fn annotate(&self, html: &str, remarks: Remarks<'_>) -> Result<Page, TemplateError> {
        #[derive(Serialize)]
        struct Panel<'p> {
            errors: Vec<Group<'p>>,
            error_count: usize,
            more_errors: usize,
            warnings: Vec<Group<'p>>,
            warning_count: usize,
        }
        let Remarks { errors, warnings, version, nonce } = remarks;
        let shown = &errors[..errors.len().min(MOST_ERRORS)];
        let panel = Panel {
            errors: Group::all(shown),
            error_count: errors.len(),
            more_errors: errors.len() - shown.len(),
            warnings: Group::all(warnings),
            warning_count: warnings.len(),
        };
        let panel = self.templates.render("preview/panel.html", panel)?;
        let style = self.templates.render("preview/style.css", ())?;
        let script = self.templates.render("preview/reload.js", ())?;
        let style = format!("<style nonce=\"{nonce}\">\n{style}</style>\n");
        let script =
            format!("<script nonce=\"{nonce}\" data-version=\"{version}\">\n{script}</script>\n");
        let (html, policy) = without_policy(html);
        let html = inserted(html, &style, &format!("\n{panel}"), &script);
        Ok(Page { html, policy: allowing(&policy, nonce) })
    }
}

/// The page without the policy in it, which could only be tightened, and that policy.
fn without_policy(html: &str) -> (String, String) {
    let found = html.split_once(META.0).and_then(|(before, rest)| {
        let (policy, after) = rest.split_once(META.1)?;
        Some((format!("{before}{after}"), policy.to_owned()))
    });
    found.unwrap_or_else(|| (html.to_owned(), DEFAULT_POLICY.to_owned()))
}

/// Puts texts at the head's end, at the body's start and at its end. Text of authors is
/// escaped, so that the first tags of the name are the page's own.
fn inserted(mut html: String, head: &str, start: &str, end: &str) -> String {
    let tail = html.rfind("</body>").unwrap_or(html.len());
    html.insert_str(tail, end);
    let open = html.find("<body").and_then(|body| Some(body + html[body..].find('>')? + 1));
    html.insert_str(open.unwrap_or_default(), start);
    html.insert_str(html.find("</head>").unwrap_or_default(), head);
    html
}

/// The policy, with what a preview adds. No other site may frame it.
fn allowing(policy: &str, nonce: &str) -> String {
    let mut directives: Vec<Vec<String>> = policy
        .split(';')
        .map(|directive| directive.split_ascii_whitespace().map(str::to_owned).collect())
        .filter(|words: &Vec<String>| !words.is_empty())
        .collect();
    let nonce = format!("'nonce-{nonce}'");
    for (name, source) in
        [("script-src", nonce.as_str()), ("style-src", &nonce), ("connect-src", "'self'")]
    {
        let found = directives.iter_mut().find(|words| words[0].eq_ignore_ascii_case(name));
        match found {
            // A nonce beside it would switch it off (CSP level 3, section 6.7.3.2).
            Some(words) if words.iter().any(|word| word == "'unsafe-inline'") => {}
            Some(words) => {
                words.retain(|word| word != "'none'");
                words.push(source.to_owned());
            }
            None => directives.push(vec![name.to_owned(), source.to_owned()]),
        }
    }
    directives.push(vec!["frame-ancestors".to_owned(), "'none'".to_owned()]);
    let joined: Vec<String> = directives.iter().map(|words| words.join(" ")).collect();
    joined.join("; ")
}

#[cfg(test)]
mod tests {
    use super::{Annotator, Fault, Remarks, allowing};

    const PAGE: &str = "<html><head><meta http-equiv=\"Content-Security-Policy\" \
                        content=\"default-src 'none'; style-src 'self'\"></head>\
                        <body class=\"internal\"><p>Text</p></body></html>";

    fn remarks<'r>(errors: &'r [&'r Fault]) -> Remarks<'r> {
        Remarks { errors, warnings: &[], version: 7, nonce: "n0nce" }
    }

    #[test]
    fn a_page_gets_the_script_and_a_policy_that_allows_it_alone() {
        let page = Annotator::new().unwrap().annotate(PAGE, remarks(&[])).unwrap();
        assert!(!page.html.contains("http-equiv"), "{}", page.html);
        assert!(page.html.contains("<script nonce=\"n0nce\" data-version=\"7\">"));
        assert!(!page.html.contains("<aside"), "{}", page.html);
        assert_eq!(
            page.policy,
            "default-src 'none'; style-src 'self' 'nonce-n0nce'; script-src 'nonce-n0nce'; \
             connect-src 'self'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn a_policy_of_a_theme_keeps_what_it_allows() {
        let policy = "script-src 'none'; style-src 'unsafe-inline'; font-src https://f.example;";
        assert_eq!(
            allowing(policy, "n"),
            "script-src 'nonce-n'; style-src 'unsafe-inline'; font-src https://f.example; \
             connect-src 'self'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn faults_stand_on_top_and_are_escaped_and_counted() {
        let fault = Fault {
            place: "incidents/a/facts.toml:3:1".to_owned(),
            rule: Some("bad-value"),
            message: "<script>alert(1)</script>".to_owned(),
            help: None,
        };
        let page = Annotator::new().unwrap().annotate(PAGE, remarks(&[&fault; 25])).unwrap();
        let (before, after) = page.html.split_once("<aside").unwrap();
        assert!(before.trim_end().ends_with("<body class=\"internal\">"), "{before}");
        assert!(after.contains("&lt;script&gt;alert(1)"), "{after}");
        assert!(after.contains("25 errors") && after.contains("and 5 more"), "{after}");
    }

    #[test]
    fn faults_stand_below_their_file_with_what_they_quote_as_code() {
        let fault = |place: &str, message: &str| Fault {
            place: place.to_owned(),
            rule: None,
            message: message.to_owned(),
            help: None,
        };
        let faults = [
            fault("incidents/2024-1/report.md:3:14", "`<b>` is no audience"),
            fault("incident.toml", "one ` alone"),
            fault("incidents/2024-1/report.md:9:1", "again"),
        ];
        let page = Annotator::new().unwrap();
        let page = page.annotate(PAGE, remarks(&faults.each_ref())).unwrap().html;
        assert_eq!(page.matches("incidents/2024-1/report.md<").count(), 1, "{page}");
        assert!(page.contains("<code>&lt;b&gt;</code> is no audience"), "{page}");
        assert!(page.contains("3:14") && page.contains("9:1") && page.contains("one ` alone"));
        assert!(page.find("again") < page.find("incident.toml<"), "{page}");
    }

    #[test]
    fn a_page_without_head_or_body_is_shown_all_the_same() {
        let page = Annotator::new().unwrap().annotate("text", remarks(&[])).unwrap();
        assert!(page.html.contains("text") && page.html.contains("EventSource"), "{}", page.html);
    }
}
