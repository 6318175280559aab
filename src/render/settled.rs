//! Templates with what is the same on all pages of a site written into them: to look it up page after
//! page would cost more than much of what differs.

use minijinja::Value;

use super::html::escape;
use super::templates::BUILT_IN;

/// A line that includes a template.
const INCLUDE: &str = "{% include \"";
const END: &str = "\" %}\n";

/// The source of a template with those of other built-ins where it includes them.
pub(super) fn whole(source: &str) -> String {
    let mut whole = source.to_owned();
    // The last one includes no other, so this ends.
    while let Some(start) = whole.find(INCLUDE) {
        let name = start + INCLUDE.len();
        let Some(end) = whole[name..].find(END).map(|end| name + end) else { return whole };
        let Some((_, included)) = BUILT_IN.iter().find(|(known, _)| *known == &whole[name..end])
        else {
            return whole;
        };
        // The line break behind a tag is none of the page.
        whole.replace_range(start..end + END.len(), included);
    }
    whole
}

/// The source of an HTML template with the texts of `constants` in place of the expressions that
/// only print them, such as `{{ t.nav.skip }}`. It makes the same pages.
pub(super) fn settled(source: &str, constants: &Value) -> String {
    let mut settled = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("{{ ") {
        let (before, expression) = rest.split_at(start);
        settled.push_str(before);
        let end = expression.find(" }}").map_or(expression.len(), |end| end + " }}".len());
        let (expression, behind) = expression.split_at(end);
        let path = expression.strip_prefix("{{ ").and_then(|rest| rest.strip_suffix(" }}"));
        let text = path.and_then(|path| text(path, constants));
        match text.filter(|text| stays_itself(text, &settled, behind)) {
            Some(text) => settled.push_str(&text),
            None => settled.push_str(expression),
        }
        rest = behind;
    }
    settled + rest
}

/// What the value at a path of names prints.
fn text(path: &str, constants: &Value) -> Option<String> {
    let mut value = constants.clone();
    for name in path.split('.') {
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        value = value.get_attr(name).ok().filter(|_| is_name)?;
    }
    let text = value.as_str()?;
    Some(if value.is_safe() { text.to_owned() } else { escape(text) })
}

/// Whether a text between others is the same in a template as printed by one: no part of its syntax,
/// nor of the white space that the tags around it take away, and in as many lines.
fn stays_itself(text: &str, before: &str, behind: &str) -> bool {
    let is_text = |character: char| !character.is_whitespace() && character != '{';
    let touches_text = if text.is_empty() {
        before.ends_with(is_text) && behind.starts_with(is_text)
    } else {
        text.starts_with(is_text) && text.ends_with(is_text) && !before.ends_with('{')
    };
    touches_text && !text.contains(['{', '\n', '\r'])
}

#[cfg(test)]
mod tests {
    use minijinja::{Value, context};
    use proptest::prelude::*;

    use super::settled;
    use crate::render::Templates;

    fn constants(text: &str) -> Value {
        context! {
            t => context! { said => text, none => (), number => 1, list => context! { one => text } },
            safe => Value::from_safe_string(text.to_owned()),
        }
    }

    #[test]
    fn only_texts_that_are_printed_as_they_are_settle() {
        let settle = |source| settled(source, &constants("a & b"));
        assert_eq!(settle("<p>{{ t.said }}</p>{{ t.list.one }}"), "<p>a &amp; b</p>a &amp; b");
        assert_eq!(settle("{{ safe }}{{ page.title }}"), "a & b{{ page.title }}");
        for source in [
            "{{ t.said|upper }}",
            "{{ t.unsaid }}",
            "{{ t.number }}",
            "{{ t.none }}",
            "{{ t.list }}",
            "{{ t.said",
            "{{- t.said -}}",
            "{% if t.said %}{% endif %}",
        ] {
            assert_eq!(settle(source), source);
        }
    }

    proptest! {
        #[test]
        fn what_is_settled_prints_the_same(
            pieces in proptest::collection::vec(
                prop_oneof![
                    4 => Just("{{ t.said }}"), 2 => Just("{{ safe }}"), 1 => Just("{{ t.number }}"),
                    1 => Just("{% set a = 1 %}"), 1 => Just("{%- set a = 1 %}"),
                    1 => Just("{% set a = 1 -%}"), 1 => Just("{# a #}"), 1 => Just(" "),
                    1 => Just("\n"), 1 => Just("x"), 1 => Just("{"), 1 => Just("%"), 1 => Just("<b>"),
                ],
                0..12,
            ),
            text in "[a<&{}%# \n]{0,3}",
        ) {
            let (source, constants) = (pieces.concat(), constants(&text));
            let print = |source: &str| {
                let named = vec![("site/a.html".to_owned(), source.to_owned())];
                Templates::new(named).ok()?.render("site/a.html", &constants).ok()
            };
            if let Some(page) = print(&source) {
                prop_assert_eq!(print(&settled(&source, &constants)), Some(page), "{:?}", source);
            }
        }
    }
}
