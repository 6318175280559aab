//! A mail as a message that mail programs open: RFC 5322, with a text and a page (RFC 2046,
//! section 5.1.4).

use chrono::{DateTime, FixedOffset};
use email_encoding::headers::{rfc2047, writer::EmailWriter};
use lettre::Address;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, From, HeaderName, HeaderValue, Headers, MIME_VERSION_1_0,
    ReplyTo, To,
};
use lettre::message::{
    Body, Mailbox as LettreMailbox, Mailboxes, MultiPart, MultiPartKind, SinglePart,
};

use super::flowed::flowed;
use super::letter::{Kind, Letter};
use crate::config::{self, Config};

/// Longest word of a header field that is not encoded, so that no line grows beyond 78 characters
/// (RFC 5322, section 2.1.1).
const LONGEST_WORD: usize = 60;

/// Longest name in a message's id.
const LONGEST_NAME: usize = 150;

/// What the header of a message says besides its subject.
pub(super) struct Head {
    from: LettreMailbox,
    reply_to: Option<LettreMailbox>,
    to: Option<LettreMailbox>,
    date: DateTime<FixedOffset>,
    /// `<…>`
    id: String,
    /// Ids of the messages it follows, oldest first.
    follows: Vec<String>,
}

impl Head {
    /// Nothing where the configuration names no sender, or the facts no time.
    pub(super) fn new(letter: &Letter<'_>, config: &Config) -> Option<Self> {
        let email = &config.email;
        let from = mailbox(email.from.as_ref()?)?;
        let host = host(config).unwrap_or_else(|| from.email.domain().to_ascii_lowercase());
        let id = |kind: &Kind| message_id(&kind.stem(&letter.view.id), letter, &host);
        Some(Self {
            reply_to: email.reply_to.as_ref().and_then(mailbox),
            to: email.to.as_ref().and_then(mailbox),
            date: letter.date?,
            id: id(&letter.kind),
            follows: letter.follows.iter().map(id).collect(),
            from,
        })
    }

    /// The header fields in a usual order.
    fn fields(&self, subject: &str) -> Headers {
        let mut fields = Headers::new();
        fields.set(MIME_VERSION_1_0);
        fields.set(From::from(Mailboxes::from(self.from.clone())));
        if let Some(reply_to) = &self.reply_to {
            fields.set(ReplyTo::from(Mailboxes::from(reply_to.clone())));
        }
        match &self.to {
            Some(to) => fields.set(To::from(Mailboxes::from(to.clone()))),
            // A group without members: RFC 5322, appendix A.1.3.
            None => fields.insert_raw(verbatim("To", "undisclosed-recipients:;")),
        }
        fields.insert_raw(unstructured("Subject", subject));
        let date = self.date.format("%a, %d %b %Y %H:%M:%S %z").to_string();
        fields.insert_raw(verbatim("Date", &date));
        fields.insert_raw(verbatim("Message-ID", &self.id));
        if let Some(last) = self.follows.last() {
            fields.insert_raw(verbatim("In-Reply-To", last));
            fields.insert_raw(verbatim("References", &self.follows.join("\r\n ")));
        }
        // RFC 3834, section 5: no answers from those who are away.
        fields.insert_raw(verbatim("Auto-Submitted", "auto-generated"));
        // Outlook, which made it up, opens such a message as a draft.
        fields.insert_raw(verbatim("X-Unsent", "1"));
        fields
    }
}

/// The message with a text, which begins with its subject, and a page. Nothing if the text cannot
/// be encoded.
pub(super) fn message(
    head: &Head,
    text: &str,
    html: &str,
    width: usize,
    is_flowed: bool,
) -> Option<String> {
    let (subject, text) = split(text);
    let (text, plain) = if is_flowed {
        (flowed(text, width), "text/plain; charset=utf-8; format=flowed")
    } else {
        (text.to_owned(), "text/plain; charset=utf-8")
    };
    // Quoted-printable has no line that begins with "=_" (RFC 2045, section 6.7).
    let boundary = format!("=_incident_{:016x}", digest(&head.id));
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary)
        .singlepart(part(plain, text)?)
        .singlepart(part("text/html; charset=utf-8", html.to_owned())?);
    let body = String::from_utf8(parts.formatted()).ok()?;
    Some(format!("{}{body}", head.fields(subject)))
}

/// Subject and body of a text whose first line is `Subject: …`.
fn split(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.strip_prefix("Subject:") {
        Some(subject) => (subject.trim(), rest.trim_start_matches('\n')),
        None => ("", text),
    }
}

fn part(content_type: &str, text: String) -> Option<SinglePart> {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::new_with_encoding(text, encoding).ok()?;
    Some(SinglePart::builder().header(ContentType::parse(content_type).ok()?).body(body))
}

fn mailbox(mailbox: &config::Mailbox) -> Option<LettreMailbox> {
    let address: Address = mailbox.address.parse().ok()?;
    Some(LettreMailbox::new(mailbox.name.clone(), address))
}

fn verbatim(name: &'static str, value: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned())
}

/// A field of free text, folded. Words that are not plain ASCII become encoded words (RFC 2047);
/// all of them do where one could be taken for an encoded word, or is too long for a line.
fn unstructured(name: &'static str, text: &str) -> HeaderValue {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = !text.contains("=?")
        && !text.contains(char::is_control)
        && text.split(' ').all(|word| word.len() <= LONGEST_WORD);
    if is_plain {
        return HeaderValue::new(HeaderName::new_from_ascii_str(name), text);
    }
    let mut encoded = String::new();
    let mut writer = EmailWriter::new(&mut encoded, name.len() + ": ".len(), 0, false);
    // Writing to a string cannot fail.
    let _ = rfc2047::encode(&text, &mut writer);
    drop(writer);
    verbatim(name, &encoded)
}

/// Where the site is, without user and port; as in the site's own feed.
fn host(config: &Config) -> Option<String> {
    let (_, rest) = config.base_url.as_deref()?.split_once("://")?;
    let authority = rest.split('/').next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let is_dotted = host.split('.').all(|label| !label.is_empty());
    (is_dotted && host.chars().all(is_name)).then(|| host.to_ascii_lowercase())
}

/// A message's id: always the same for the same mail, and never that of a mail for other readers.
fn message_id(stem: &str, letter: &Letter<'_>, host: &str) -> String {
    let inside = if letter.view.is_internal() { ".internal" } else { "" };
    format!("<{}{inside}@{host}>", dot_atom(stem))
}

/// A name as `dot-atom-text` (RFC 5322, section 3.2.3): what that cannot hold is written as
/// `=C3`, and a dot without neighbours as `=2E`.
fn dot_atom(name: &str) -> String {
    let bytes = name.as_bytes();
    let is_atom = |at: usize| {
        bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(byte))
    };
    let mut atom = String::with_capacity(name.len());
    for (at, byte) in bytes.iter().enumerate() {
        let is_inner_dot = *byte == b'.' && at > 0 && is_atom(at - 1) && is_atom(at + 1);
        if is_atom(at) || is_inner_dot {
            atom.push(char::from(*byte));
        } else {
            atom.push_str(&format!("={byte:02X}"));
        }
    }
    if atom.len() > LONGEST_NAME { format!("{:016x}", digest(name)) } else { atom }
}

/// FNV-1a with 64 bits: the same for the same text, on every machine and for ever.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use mail_parser::MessageParser;
    use proptest::prelude::*;

    use super::{Head, LettreMailbox, dot_atom, message, split, unstructured};

    fn head() -> Head {
        Head {
            from: LettreMailbox::new(
                Some("Störung, \"Ltd\"".to_owned()),
                "status@example.org".parse().unwrap(),
            ),
            reply_to: None,
            to: None,
            date: DateTime::parse_from_rfc3339("2024-05-01T10:00:00+02:00").unwrap(),
            id: "<a@example.org>".to_owned(),
            follows: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn any_subject_and_text_read_back(
            subject in "[^\\pC\\s]{1,30}( [^\\pC\\s]{1,90}){0,9}",
            text in "(\\PC{0,120}\n){1,6}",
        ) {
            let mail = format!("Subject: {subject}\n\n.{text}");
            let bytes = message(&head(), &mail, &text, 72, false).unwrap();
            for line in bytes.split("\r\n") {
                prop_assert!(line.is_ascii() && line.len() <= 78, "{}", line);
            }
            let read = MessageParser::default().parse(bytes.as_bytes()).unwrap();
            prop_assert_eq!(read.subject(), Some(subject.as_str()));
            let body = read.body_text(0).unwrap().replace("\r\n", "\n");
            prop_assert_eq!(body, format!(".{text}"));
            prop_assert_eq!(read.parts.len(), 3);
        }
    }

    fn subject(text: &str) -> String {
        let mut fields = lettre::message::header::Headers::new();
        fields.insert_raw(unstructured("Subject", text));
        fields.to_string()
    }

    #[test]
    fn subjects_stay_one_field_of_short_lines() {
        for text in [
            "plain",
            "Störung – 障害 🙂",
            "one\r\nBcc: all@example.com\r\n\r\nbody",
            "=?utf-8?q?=0D=0ABcc:_x?= and more",
            &"x".repeat(3_000),
            &"word ".repeat(500),
            &"wörd ".repeat(500),
            &"🙂".repeat(500),
            "tab\tand\u{b}page",
        ] {
            let field = subject(text);
            assert!(field.is_ascii(), "{field}");
            for (index, line) in field.trim_end().split("\r\n").enumerate() {
                assert!(line.len() <= 78, "{line}");
                assert!(!line.contains(['\r', '\n']), "{line}");
                assert!(index == 0 || line.starts_with(' '), "{line} in {field}");
            }
        }
        assert_eq!(subject("plain"), "Subject: plain\r\n");
        assert!(!subject("=?utf-8?q?x?=").contains("?q?"));
    }

    #[test]
    fn ids_are_dot_atoms() {
        for (name, expected) in [
            (
                "2018-06-18-panics.update-20180618_20180619-2",
                "2018-06-18-panics.update-20180618_20180619-2",
            ),
            ("störung", "st=C3=B6rung"),
            (".a..b.", "=2Ea=2E=2Eb=2E"),
            ("a@b>\r\n", "a=40b=3E=0D=0A"),
        ] {
            assert_eq!(dot_atom(name), expected);
        }
        assert_eq!(dot_atom(&"x".repeat(300)).len(), 16);
    }

    #[test]
    fn the_subject_is_the_first_line() {
        assert_eq!(split("Subject: a b\n\nHello\n"), ("a b", "Hello\n"));
        assert_eq!(split("Hello\n"), ("", "Hello\n"));
    }
}
