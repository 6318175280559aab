use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr as _;

use super::{Options, incident};
use crate::config::{Config, Updates};
use crate::render::tests::{config, view};
use crate::render::{Content, Templates};
use crate::view::{Audience, View};

const OPTIONS: Options = Options { updates: Updates::None, is_flowed: false };

pub(super) const CONFIG: &str = r#"
title = "Example Ltd"
base_url = "https://status.example.org"
[[component]]
id = "checkout"
name = "Checkout"
[[component]]
id = "api"
name = "API"
[boilerplate]
apology = "We are sorry for the trouble."
contact = "Questions? See [our status page](https://status.example.org) or write to <help@example.org>."
signature = "Example Ltd  \nhttps://www.example.org"
"#;

pub(super) const FACTS: &str = r#"
title      = "Checkout failed"
state      = "published"
timezone   = "Europe/Zurich"
components = ["checkout", "api"]
byline     = "The payments team"
started    = 2024-05-01T10:00:00
resolved   = { at = 2024-05-01T11:30:00, about = true }
published  = 2024-05-03T09:00:00
data_loss  = "none"

[roles]
commander = "Kim"

[[impact]]
component = "checkout"
resource  = "zrh-1"
status    = "major_outage"
start     = 2024-05-01T10:00:00
end       = 2024-05-01T10:40:00

[[impact]]
component = "api"
status    = "degraded_performance"
start     = 2024-05-01T10:02:00
end       = { at = 2024-05-01T11:30:00, about = true }

[[timeline]]
at       = 2024-05-01T10:00:00
text     = "The certificate of `pay.internal` expires"
wording  = "A certificate expires"
audience = "public"
source   = "pager:1"

[[timeline]]
at       = { after = 2024-05-01T10:05:00, before = 2024-05-01T10:10:00 }
text     = "Support hears of it, see [the thread](https://forum.example.org/t/1)"
audience = "public"

[[timeline]]
at       = 2024-05-01T10:40:00
text     = "Renewed!"
audience = "public"

[[action]]
title    = "Renew certificates a month early"
status   = "done"
done     = 2024-05-02
audience = "public"
link     = "https://forum.example.org/t/1"

[[action]]
title    = "Watch expiry dates."
owner    = "platform"
due      = 2024-06-01
audience = "public"

[[correction]]
at   = 2024-05-04T10:00:00
text = "The first version gave the wrong day."

[[link]]
title    = "The certificate authority's notice"
url      = "https://ca.example.org/a/very/long/address/that/is/wider/than/the/mail/itself?id=12345"
audience = "public"
"#;

pub(super) const REPORT: &str = "\
## In short {.customers}

Checkout refused all cards, as [announced](https://status.example.org).

## Root cause

Nobody had renewed the certificate.

```text
notAfter=May  1 08:00:00 2024 GMT, and a line that is much longer than the width of the mail
```

![The error rate](<graph 1.png>)

## Follow-up

Internal only.
";

/// The golden mail, as its readers get it.
const MAIL: &str = include_str!("golden.txt");

fn mail_of(facts: &str, report: &str, audience: Audience, config: &Config) -> Option<String> {
    let templates = Templates::new(Vec::new()).unwrap();
    let view = view(facts, report, audience, config);
    let mut files = files(&view, config, &templates, OPTIONS);
    files.remove("2024-05-01-checkout.txt")
}

/// The mails of an incident by name.
pub(super) fn files(
    view: &View,
    config: &Config,
    templates: &Templates,
    options: Options,
) -> BTreeMap<String, String> {
    let files = incident(view, config, templates, options).unwrap().into_iter();
    files
        .map(|file| match file.content {
            Content::Bytes(bytes) => (file.path, String::from_utf8(bytes).unwrap()),
            Content::Copy(_) => panic!("a mail is text"),
        })
        .collect()
}

fn mail(facts: &str) -> String {
    mail_of(facts, REPORT, Audience::Customers, &config(CONFIG)).unwrap()
}

#[test]
fn a_whole_mail() {
    assert_eq!(mail(FACTS), MAIL);
}

#[test]
fn only_what_is_published_is_mailed_to_customers() {
    let config = config(CONFIG);
    for state in ["ongoing", "drafting"] {
        let facts = FACTS.replace("\"published\"", &format!("\"{state}\""));
        assert_eq!(mail_of(&facts, REPORT, Audience::Customers, &config), None);
        assert!(mail_of(&facts, REPORT, Audience::Internal, &config).is_some());
    }
}

#[test]
fn an_internal_mail_says_so_first() {
    let mail = mail_of(FACTS, REPORT, Audience::Internal, &config(CONFIG)).unwrap();
    assert!(
        mail.starts_with(
            "Subject: [INTERNAL] [Post-mortem] Checkout failed, 1 May 2024\n\nINTERNAL"
        )
    );
    for shown in ["commander: Kim", "(pager:1)", "owner: platform", "Internal only."] {
        assert!(mail.contains(shown), "{shown} in {mail}");
    }
    assert!(!self::mail(FACTS).contains("INTERNAL"));
}

#[test]
fn a_title_ends_no_header() {
    let facts = FACTS.replace("Checkout failed", "Checkout\\r\\nBcc: all@example.org\\n\\nHello");
    let mail = mail(&facts);
    assert_eq!(
        mail.lines().next(),
        Some("Subject: [Post-mortem] Checkout Bcc: all@example.org Hello, 1 May 2024")
    );
    assert_eq!(mail.lines().nth(1), Some(""));
}

#[test]
fn no_line_is_wider_than_the_mail_but_for_code_and_addresses() {
    for width in [40, 55, 72] {
        let config = config(&format!("{CONFIG}\n[email]\nwidth = {width}\n"));
        let facts = FACTS.replace(
            "Renewed!",
            "证书已更新，服务恢复正常，所有客户都可以再次付款，并且没有数据丢失。 Café 🙂 naïve",
        );
        let mail = mail_of(&facts, REPORT, Audience::Customers, &config).unwrap();
        let body = mail.split_once("\n\n").unwrap().1;
        for line in body.lines() {
            let is_exempt = line.starts_with("    ") || line.contains("://");
            assert!(is_exempt || line.width() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn tables_that_are_too_wide_become_blocks() {
    let config = config(&format!("{CONFIG}\n[email]\nwidth = 50\n"));
    let mail = mail_of(FACTS, REPORT, Audience::Customers, &config).unwrap();
    assert!(
        mail.contains(
            "Checkout, zrh-1, major outage\n  Start: 10:00\n  End: 10:40\n  Duration: 40 minutes\n\n\
             API, degraded performance\n  Start: 10:02\n"
        ),
        "{mail}"
    );
}

#[test]
fn there_are_no_gaps_where_there_is_nothing_to_say() {
    let facts = "title = \"Short\"\nstate = \"published\"\n";
    let mail = mail_of(facts, "## Summary\n\nText.\n", Audience::Customers, &Config::default());
    assert_eq!(
        mail.as_deref(),
        Some(
            "Subject: [Post-mortem] Short\n\nHello,\n\nThere was an incident.\n\nSummary\n-------\n\n\
             Text.\n\n-- \nStatus\n"
        )
    );
    for mail in [self::mail(FACTS), mail.unwrap()] {
        assert!(!mail.contains("\n\n\n"), "{mail}");
    }
}

#[test]
fn an_override_can_change_greeting_and_order() {
    let source =
        "Subject: {{ subject }}\n\nDear customer,\n\n{{ opening | wrap(30) }}\n".to_owned();
    let templates = Templates::new(vec![("email/incident.txt".to_owned(), source)]).unwrap();
    let config = config(CONFIG);
    let view = view(FACTS, REPORT, Audience::Customers, &config);
    let files = incident(&view, &config, &templates, OPTIONS).unwrap();
    let Content::Bytes(bytes) = &files[0].content else { panic!("a mail is text") };
    let mail = String::from_utf8_lossy(bytes);
    assert!(
        mail.contains("Dear customer,\n\nOn 1 May 2024, from 10:00\nuntil about 11:30 CEST"),
        "{mail}"
    );
}

#[test]
fn links_of_what_an_override_leaves_out_are_not_listed() {
    let source = "Subject: {{ subject }}\n\n{{ contact }}\n\n{{ links }}\n".to_owned();
    let templates = Templates::new(vec![("email/incident.txt".to_owned(), source)]).unwrap();
    let config =
        config(&CONFIG.replace("https://status.example.org)", "https://help.example.org)"));
    let view = view(FACTS, REPORT, Audience::Customers, &config);
    let files = files(&view, &config, &templates, OPTIONS);
    let mail = &files["2024-05-01-checkout.txt"];
    assert!(mail.contains("See our status page [1]"), "{mail}");
    assert!(mail.ends_with("\n\n[1] https://help.example.org\n"), "{mail}");
}
