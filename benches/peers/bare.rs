//! The least that any renderer in this language has to do: read, parse, make HTML, write. No
//! checks, no templates, no lists.

use std::path::Path;
use std::{fs, io};

use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;
use toml::de::DeTable;

/// Parses each incident of a workspace, and writes its report as HTML where `out` is given.
pub fn run(workspace: &Path, out: Option<&Path>) -> io::Result<()> {
    let folders: Vec<_> =
        fs::read_dir(workspace.join("incidents"))?.collect::<Result<_, io::Error>>()?;
    folders.par_iter().try_for_each(|folder| {
        let facts = fs::read_to_string(folder.path().join("facts.toml"))?;
        DeTable::parse(&facts).map_err(io::Error::other)?;
        let report = fs::read_to_string(folder.path().join("report.md"))?;
        let mut page = String::with_capacity(report.len() * 2);
        html::push_html(&mut page, Parser::new_ext(&report, Options::ENABLE_TABLES));
        let Some(out) = out else { return Ok(()) };
        let folder = out.join(folder.file_name());
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("index.html"), page)
    })
}
