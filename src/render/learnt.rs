//! What macros make of moments, learnt from one of each form: a page has dozens of them, and calling
//! a macro costs many times as much as what it prints.

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind, context};

use super::Templates;
use super::html::write_escaped;

/// Where the macros are.
const MACROS: &str = "site/macros.html";
/// How templates get them.
const IMPORT: &str = "{% from \"site/macros.html\" import time, cell %}";

/// Stand for the texts of a moment while its forms are learnt; no text has them.
const ISO: u8 = 1;
const TEXT: u8 = 2;

/// What a macro prints for moments, with [`ISO`] and [`TEXT`] in the places of their texts.
struct Forms {
    /// Where `iso` is empty, and where not; each for moments that are not vague and that are.
    forms: [[String; 2]; 2],
}

/// Gives an environment functions that print what the macros of templates do, under their names.
/// Nothing where they cannot be learnt.
pub(super) fn add_functions(
    environment: &mut Environment<'_>,
    templates: &Templates,
    constants: &Value,
) -> Option<()> {
    let time = Forms::learn(templates, "time", constants, |moment| moment)?;
    let at = |time| context! { text => stand_in(TEXT), time };
    let cell = Forms::learn(templates, "cell", constants, at)?;
    environment.add_function("time", move |moment: &Value| time.print(moment, moment));
    let of = move |at: &Value| cell.print(&at.get_attr("time")?, at);
    environment.add_function("cell", of);
    Some(())
}

/// A template's source without the import of the macros: it finds the functions.
pub(super) fn without_import(source: &str) -> String {
    source.replace(IMPORT, "")
}

fn stand_in(byte: u8) -> String {
    char::from(byte).to_string()
}

impl Forms {
    fn learn(
        templates: &Templates,
        name: &str,
        constants: &Value,
        argument: impl Fn(Value) -> Value,
    ) -> Option<Self> {
        let form = |iso: String, is_vague: bool| {
            let moment = context! { iso, is_vague, text => stand_in(TEXT), utc => "" };
            let printed = templates.call_macro(MACROS, name, constants, &argument(moment));
            printed.as_str().map(str::to_owned)
        };
        let forms = |iso: &dyn Fn() -> String| Some([form(iso(), false)?, form(iso(), true)?]);
        Some(Self { forms: [forms(&String::new)?, forms(&|| stand_in(ISO))?] })
    }

    /// The HTML of a time and of what it is called.
    fn print(&self, time: &Value, called: &Value) -> Result<Value, Error> {
        let (iso, text) = (time.get_attr("iso")?, called.get_attr("text")?);
        let (Some(iso), Some(text)) = (iso.as_str(), text.as_str()) else {
            return Err(Error::new(ErrorKind::InvalidOperation, "a moment has an iso and a text"));
        };
        let is_vague = time.get_attr("is_vague")?.is_true();
        let form = &self.forms[usize::from(!iso.is_empty())][usize::from(is_vague)];
        let mut html = String::with_capacity(form.len() + iso.len() + text.len() + 16);
        let mut rest = form.as_str();
        while let Some(at) = rest.bytes().position(|byte| byte == ISO || byte == TEXT) {
            html.push_str(&rest[..at]);
            write_escaped(if rest.as_bytes()[at] == ISO { iso } else { text }, &mut html)?;
            rest = &rest[at + 1..];
        }
        html.push_str(rest);
        Ok(Value::from_safe_string(html))
    }
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, Value, context};
    use proptest::prelude::*;

    use super::add_functions;
    use crate::render::Templates;

    proptest! {
        #[test]
        fn functions_print_what_the_macros_do(
            iso in "|2018-06-18T20:10:00|[<&'a]{0,3}",
            text in "[0-9a-z<>&\"' ]{0,8}",
            is_vague: bool,
        ) {
            let templates = Templates::new(Vec::new()).unwrap();
            let mut environment = Environment::new();
            add_functions(&mut environment, &templates, &Value::UNDEFINED).unwrap();
            let moment = context! { iso, text, is_vague, utc => "10:10 UTC" };
            let cell = context! { text => "other", time => &moment };
            for (name, argument) in [("time", moment), ("cell", cell)] {
                let called = templates.call_macro(super::MACROS, name, &Value::UNDEFINED, &argument);
                let call = environment.compile_expression_owned(format!("{name}(argument)")).unwrap();
                let printed = call.eval(context! { argument }).unwrap();
                prop_assert!(printed.is_safe());
                prop_assert_eq!(printed.to_string(), called.to_string());
            }
        }
    }
}
