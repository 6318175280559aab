//! `[blog]`: options of blog posts.

use super::{Blog, Field, Files, Generator};
use crate::fields::{Table, Value};

pub(super) fn blog(table: &Table<'_, '_>, default: Blog) -> Blog {
    let Some(inner) = table.table("blog") else {
        return default;
    };
    let generator = inner.choice("generator", &Generator::ALL).unwrap_or(default.generator);
    let mut blog = Blog {
        generator,
        files: files(&inner, generator),
        folder: folder(&inner),
        base_path: base_path(&inner).unwrap_or(default.base_path),
        permalink: permalink(&inner),
        layout: text(&inner, "layout"),
        author: text(&inner, "author"),
        keys: Vec::new(),
    };
    keys(&inner, &mut blog);
    inner.finish();
    blog
}

fn text(table: &Table<'_, '_>, key: &'static str) -> Option<String> {
    table.text(key).map(|found| found.value.to_owned())
}

fn files(inner: &Table<'_, '_>, generator: Generator) -> Option<Files> {
    let found = inner.string("files")?;
    let chosen = Files::ALL.iter().find(|(name, _)| *name == found.value);
    match chosen.map(|(_, files)| *files) {
        None => {
            inner.unknown_word(&found, &Files::ALL.map(|(name, _)| name));
            None
        }
        Some(Files::Bundle) if generator == Generator::Jekyll => {
            let message = "Jekyll has no folder for a post and its attachments".to_owned();
            inner.bad_value(&found, message, Some("leave `files` out, or write \"flat\"".into()));
            None
        }
        files => files,
    }
}

fn folder(inner: &Table<'_, '_>) -> Option<String> {
    let found = inner.string("folder")?;
    let inside = found.value.split('/').all(|part| is_plain(part) && !part.starts_with('.'));
    if !inside {
        let message =
            format!("`{}` is no folder below the blog's: \"{}\"", found.path, found.value);
        let help = "write it like content/incidents, without a / at either end".to_owned();
        inner.bad_value(&found, message, Some(help));
    }
    inside.then(|| found.value.to_owned())
}

fn base_path(inner: &Table<'_, '_>) -> Option<String> {
    let found = inner.string("base_path")?;
    let path = found.value.trim_end_matches('/');
    let is_path =
        path.is_empty() || path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_plain));
    if !is_path {
        let message = format!("`{}` is no path of a site: \"{}\"", found.path, found.value);
        inner.bad_value(&found, message, Some("write it like /blog".to_owned()));
    }
    is_path.then(|| path.to_owned())
}

/// Whether this part of a path has nothing in it that a generator could take for more than that.
fn is_plain(part: &str) -> bool {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !part.is_empty() && part.chars().all(is_allowed) && part != ".."
}

fn permalink(inner: &Table<'_, '_>) -> Option<String> {
    let found = inner.string("permalink")?;
    let parts = || found.value.trim_matches('/').split('/');
    let mut names = found.value.split(['/', '-', '_', '.']).filter(|word| word.contains(':'));
    if !found.value.starts_with('/') || !parts().all(|part| is_plain(&part.replace(':', ""))) {
        refuse_permalink(inner, &found);
        return None;
    }
    match names.find(|name| !Blog::PLACEHOLDERS.contains(name)) {
        Some(_) => {
            refuse_permalink(inner, &found);
            None
        }
        None => Some(found.value.to_owned()),
    }
}

fn refuse_permalink(inner: &Table<'_, '_>, found: &Value<'_, &str>) {
    let message = format!("`{}` is no address of a post: \"{}\"", found.path, found.value);
    let help = format!(
        "write it like /incidents/:slug/; what is put in stands behind a colon: {}",
        Blog::PLACEHOLDERS.join(", ")
    );
    inner.bad_value(found, message, Some(help));
}

/// Keys that say something to a generator and are written by themselves.
const RESERVED: [&str; 5] = ["draft", "extra", "mdx", "taxonomies", "templateEngineOverride"];

fn keys(inner: &Table<'_, '_>, blog: &mut Blog) {
    let Some(table) = inner.table("keys") else {
        return;
    };
    let mut given = Vec::new();
    for (name, field) in Field::ALL {
        let Some(found) = table.string(name) else { continue };
        let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !found.value.chars().all(is_key) || RESERVED.contains(&found.value) {
            let message = format!("`{}` cannot be \"{}\"", found.path, found.value);
            let help = "write a key of letters, digits, - and _ that means nothing else to the \
                        generator; an empty text leaves the field out";
            table.bad_value(&found, message, Some(help.to_owned()));
        } else {
            blog.keys.push((field, found.value.to_owned()));
            given.push((field, found));
        }
    }
    for (field, found) in given.iter().filter(|(_, found)| !found.value.is_empty()) {
        let mut others = Field::ALL.iter().filter(|(_, other)| other != field);
        if let Some((other, _)) = others.find(|(_, other)| blog.key(*other) == found.value) {
            let message = format!("`{}` and `{other}` are both \"{}\"", found.path, found.value);
            table.bad_value(found, message, Some(format!("give `{other}` another key as well")));
        }
    }
    table.finish();
}

#[cfg(test)]
mod tests {
    use crate::config::{Blog, Field, parse};
    use crate::source::SourceFile;

    fn read(text: &str) -> (Blog, Vec<String>) {
        let text = format!("[blog]\n{text}");
        let file = SourceFile { path: "incident.toml".to_owned(), text };
        let (config, findings) = parse(&file, &[]);
        (config.blog, findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn what_a_path_or_key_cannot_be_is_said() {
        for (text, expected) in [
            ("folder = \"../x\"", "`blog.folder` is no folder below the blog's: \"../x\""),
            ("folder = \"/x\"", "`blog.folder` is no folder below the blog's: \"/x\""),
            ("base_path = \"x\"", "`blog.base_path` is no path of a site: \"x\""),
            ("permalink = \"/:title/\"", "`blog.permalink` is no address of a post: \"/:title/\""),
            ("permalink = \"/{{x}}/\"", "`blog.permalink` is no address of a post: \"/{{x}}/\""),
            (
                "generator = \"jekyll\"\nfiles = \"bundle\"",
                "Jekyll has no folder for a post and its attachments",
            ),
            ("files = \"folders\"", "`blog.files` cannot be \"folders\""),
            ("keys.date = \"a: b\"", "`blog.keys.date` cannot be \"a: b\""),
            ("keys.date = \"mdx\"", "`blog.keys.date` cannot be \"mdx\""),
            (
                "generator = \"hugo\"\nkeys.author = \"title\"",
                "`blog.keys.author` and `title` are both \"title\"",
            ),
            ("keys.authors = \"by\"", "unknown key `authors` in `blog.keys`"),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
    }

    #[test]
    fn sound_values_are_taken() {
        let text = "generator = \"hugo\"\nfolder = \"content/a b\"\n";
        assert_eq!(read(text).1.len(), 1);
        let (blog, messages) = read(
            "generator = \"hugo\"\nfolder = \"content/incidents\"\nbase_path = \"/blog/\"\n\
             permalink = \"/:year/:month-:day_:slug.:id/\"\nkeys.title = \"date\"\nkeys.date = \"title\"\n",
        );
        assert_eq!(messages, [""; 0]);
        assert_eq!(blog.base_path, "/blog");
        assert_eq!((blog.key(Field::Title), blog.key(Field::Date)), ("date", "title"));
        assert_eq!(blog.key(Field::Updated), "lastmod");
    }
}
