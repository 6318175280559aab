use lettre::Address;

use crate::fields::{Table, Value};

/// A name and an address for mail: `name-addr` or `addr-spec` of RFC 5322, section 3.4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// What readers see of it.
    pub name: Option<String>,
    /// The address, in ASCII.
    pub address: String,
}

/// A key that holds one mailbox: `Example <status@example.com>` or `status@example.com`.
pub(super) fn mailbox(table: &Table<'_, '_>, key: &'static str) -> Option<Mailbox> {
    let found = table.text(key)?;
    match parse(found.value) {
        Ok(mailbox) => Some(mailbox),
        Err(fault) => {
            report(table, &found, fault);
            None
        }
    }
}

/// Why a text is no mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Address,
    Several,
    NotAscii,
    Name,
}

fn report(table: &Table<'_, '_>, found: &Value<'_, &str>, fault: Fault) {
    let path = &found.path;
    let (message, help) = match fault {
        Fault::Address => (
            format!("`{path}` is no mail address: \"{}\"", found.value),
            "write it like \"Example Status <status@example.com>\"",
        ),
        Fault::Several => (
            format!("`{path}` names several addresses"),
            "name one; for many readers, the address of a list",
        ),
        Fault::NotAscii => (
            format!("`{path}` has an address that not every mail server takes"),
            "write domains with other letters in their ASCII form, which starts with xn--",
        ),
        Fault::Name => (
            format!("`{path}` has a name that mail cannot carry"),
            "leave out line ends, control characters and =?",
        ),
    };
    table.bad_value(found, message, Some(help.to_owned()));
}

fn parse(text: &str) -> Result<Mailbox, Fault> {
    let text = text.trim();
    let (name, address) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        Some((name, address)) => (name.trim(), address.trim()),
        None => ("", text),
    };
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let name = quoted.unwrap_or(name).trim();
    if name.contains(char::is_control) || name.contains("=?") {
        return Err(Fault::Name);
    }
    if address.contains([',', ';']) || name.contains(['<', '>', '@']) {
        return Err(Fault::Several);
    }
    if address.parse::<Address>().is_err() {
        return Err(Fault::Address);
    }
    if !address.is_ascii() {
        return Err(Fault::NotAscii);
    }
    Ok(Mailbox {
        name: Some(name).filter(|name| !name.is_empty()).map(str::to_owned),
        address: address.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{Fault, parse};

    #[test]
    fn reads_names_and_addresses() {
        for (text, name, address) in [
            ("status@example.com", None, "status@example.com"),
            ("Example <a.b+c@example.com>", Some("Example"), "a.b+c@example.com"),
            (" \"Example, Ltd\" <a@example.com> ", Some("Example, Ltd"), "a@example.com"),
            ("Störung <a@xn--strung-wxa.example>", Some("Störung"), "a@xn--strung-wxa.example"),
        ] {
            let mailbox = parse(text).unwrap();
            assert_eq!((mailbox.name.as_deref(), mailbox.address.as_str()), (name, address));
        }
    }

    #[test]
    fn refuses_what_is_no_single_address() {
        for (text, fault) in [
            ("status", Fault::Address),
            ("status@", Fault::Address),
            ("a b@example.com", Fault::Address),
            ("<>", Fault::Address),
            ("a@example.com\r\nBcc: b@example.com", Fault::Address),
            ("A\r\nBcc: b <a@example.com>", Fault::Name),
            ("=?utf-8?q?x?= <a@example.com>", Fault::Name),
            ("a@example.com, b@example.com", Fault::Several),
            ("A <a@example.com>, B <b@example.com>", Fault::Several),
            ("a@störung.example", Fault::NotAscii),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }
}
