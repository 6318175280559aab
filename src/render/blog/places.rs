use super::convention::{Convention, StaticAddress};
use super::template_syntax;
use crate::config::{Blog, Files};
use crate::render::inert::file_address;
use crate::view::{Time, View};

/// Where a post and its attachments lie below the folder of the blog.
pub(super) struct Places {
    /// Path of the post.
    pub(super) post: String,
    /// Folder of its attachments.
    pub(super) attachments: String,
    /// What stands before an attachment's name in links.
    pub(super) attachment_base: String,
}

impl Places {
    pub(super) fn of(view: &View, blog: &Blog, convention: &Convention) -> Self {
        let day = date(view).map(|time| time.day.as_str());
        let usual = match (day, convention.draft_folder) {
            (None, Some(drafts)) => drafts,
            _ => convention.folder,
        };
        let folder = blog.folder.as_deref().unwrap_or(usual);
        let name = match (convention.is_dated, day) {
            (true, Some(day)) => format!("{day}-{}", slug(&view.id)),
            (true, None) => slug(&view.id).to_owned(),
            (false, _) => view.id.clone(),
        };
        let stem = joined(folder, &name);
        match blog.files.unwrap_or(convention.files) {
            Files::Bundle => Self {
                post: format!("{stem}/index.md"),
                attachments: stem,
                attachment_base: "./".to_owned(),
            },
            Files::Flat => Self::flat(&view.id, folder, &stem, blog, convention),
        }
    }

    fn flat(id: &str, folder: &str, stem: &str, blog: &Blog, convention: &Convention) -> Self {
        let shelf = convention.static_folder;
        let (attachments, attachment_base) = match convention.static_address {
            StaticAddress::Relative => (joined(folder, id), format!("{}/", file_address(id))),
            StaticAddress::Liquid => {
                let base = format!("{}/{shelf}/{}/", template_syntax::BASE, file_address(id));
                (joined(shelf, id), base)
            }
            StaticAddress::Absolute => {
                let served = shelf.split_once('/').map_or(shelf, |(_, served)| served);
                let base = format!("{}/{served}/{}/", blog.base_path, file_address(id));
                (joined(shelf, id), base)
            }
        };
        Self { post: format!("{stem}.md"), attachments, attachment_base }
    }
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// When the post came out; where nothing tells, when the incident ended or began.
pub(super) fn date(view: &View) -> Option<&Time> {
    [&view.published, &view.resolved, &view.started]
        .into_iter()
        .flatten()
        .find(|time| !time.day.is_empty())
}

/// The id without the date it begins with.
pub(super) fn slug(id: &str) -> &str {
    let rest = id.splitn(4, '-').nth(3).unwrap_or_default();
    let date = &id[..id.len() - rest.len()];
    let is_date = date.len() == "2018-06-18-".len()
        && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_date && !rest.is_empty() { rest } else { id }
}

/// The address of a post by a pattern such as `/incidents/:year/:slug/`; nothing where the
/// pattern asks for a day that is not known.
pub(super) fn permalink(pattern: &str, view: &View) -> Option<String> {
    let day = date(view).map_or("", |time| time.day.as_str());
    let part = |range| day.get(range).unwrap_or_default();
    let values = [
        (":id", view.id.as_str()),
        (":slug", slug(&view.id)),
        (":year", part(0..4)),
        (":month", part(5..7)),
        (":day", part(8..10)),
    ];
    let asked = || values.iter().filter(|(name, _)| pattern.contains(name));
    if asked().any(|(_, value)| value.is_empty()) {
        return None;
    }
    Some(asked().fold(pattern.to_owned(), |link, (name, value)| link.replace(name, value)))
}
