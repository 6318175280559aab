use super::change::{EditError, Value, parses};
use super::entry::{self, Style};

/// A new file: a first line, keys with their values, then items of arrays of tables, all in the
/// order given and in the manner of the scaffolds.
///
/// # Errors
///
/// [`EditError::Syntax`], where a key or a value makes no TOML.
pub fn document(
    first_line: &str,
    fields: &[(String, Value)],
    items: &[(&str, Vec<(String, Value)>)],
) -> Result<String, EditError> {
    let longest = fields.iter().map(|(key, _)| key.len()).max().unwrap_or_default();
    let style = Style {
        newline: "\n",
        header_indent: String::new(),
        key_indent: String::new(),
        column: Some(longest + 1),
    };
    let mut text = first_line.to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    for (key, value) in fields {
        text.push_str(&entry::line(&style, key, value));
    }
    for (array, fields) in items {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&entry::block(&style, array, fields));
    }
    parses(&text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::document;

    #[test]
    fn keys_stand_under_each_other() {
        let fields = [("title".to_owned(), "A".into()), ("components".to_owned(), "b".into())];
        let items = [("link", vec![("title".to_owned(), "C".into())])];
        assert_eq!(
            document("#:schema x", &fields, &items).unwrap(),
            "#:schema x\ntitle      = \"A\"\ncomponents = \"b\"\n\n[[link]]\ntitle = \"C\"\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(title in "(\\PC|\\pC|[\"'\\\\\n\t]){0,80}") {
            let title = title.replace('\r', "");
            let fields = [("title".to_owned(), title.as_str().into())];
            let items = [("update", vec![("text".to_owned(), title.as_str().into())])];
            let text = document("", &fields, &items).unwrap();
            let read: toml::Table = text.parse().unwrap();
            prop_assert_eq!(read["title"].as_str(), Some(title.as_str()));
            prop_assert_eq!(read["update"][0]["text"].as_str(), Some(title.as_str()));
        }
    }
}
