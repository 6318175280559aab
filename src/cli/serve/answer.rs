use super::preview::{Found, Preview};
use crate::cli::content;
use crate::io::{self, Request, Response};
use crate::render::preview::{Annotator, Remarks};
use crate::render::{Content, OutputFile, TemplateError};

/// The policy of everything that is no page of the site: an attachment opened by itself may
/// hold a script.
const INERT: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Answers a request from memory.
pub(super) fn answer(preview: &Preview, annotator: &Annotator, request: &Request) -> Response {
    let mut path = request.path.clone();
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    let page = |html: &str, status| page(preview, annotator, &path, html, status);
    let faulty = || annotator.cannot("This page cannot be shown").and_then(|html| page(&html, 500));
    let answered = match preview.find(&path) {
        Found::File(OutputFile { content: Content::Bytes(bytes), .. }) if is_page(&path) => {
            page(&String::from_utf8_lossy(&bytes), 200)
        }
        Found::File(file) => Ok(other(preview, file)),
        Found::Faulty => faulty(),
        Found::Nothing => {
            if matches!(preview.find(&format!("{path}/index.html")), Found::File(_)) {
                return moved(&request.target);
            }
            match preview.not_found().map(|file| &file.content) {
                Some(Content::Bytes(bytes)) => page(&String::from_utf8_lossy(bytes), 404),
                _ => faulty(),
            }
        }
    };
    answered.unwrap_or_else(|error| Response::text(500, &error.to_string()))
}

/// A page of the site with its faults on top.
fn page(
    preview: &Preview,
    annotator: &Annotator,
    path: &str,
    html: &str,
    status: u16,
) -> Result<Response, TemplateError> {
    let nonce = match io::nonce() {
        Ok(nonce) => nonce,
        Err(error) => return Ok(Response::text(500, &format!("No random numbers: {error}"))),
    };
    let (errors, warnings) = (preview.errors(path), preview.warnings(path));
    let remarks =
        Remarks { errors: &errors, warnings: &warnings, version: preview.version, nonce: &nonce };
    let page = annotator.annotate(html, remarks)?;
    Ok(Response {
        status,
        media_type: "text/html; charset=utf-8",
        policy: page.policy,
        location: None,
        bytes: page.html.into_bytes(),
    })
}

/// A style sheet, a feed, an attachment.
fn other(preview: &Preview, file: OutputFile) -> Response {
    let media_type = media_type(&file.path);
    let bytes = match content::bytes(&preview.root, file.content) {
        Ok(bytes) => bytes,
        Err(error) => return Response::text(500, error.shown(false).trim_end()),
    };
    Response { status: 200, media_type, policy: INERT.to_owned(), location: None, bytes }
}

/// To the folder's own address, so that its page's links lead where they should.
fn moved(target: &str) -> Response {
    let location = Some(format!("{target}/"));
    Response { location, ..Response::text(301, "It is a folder.") }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "atom" => "application/atom+xml",
        "json" => "application/json",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        "txt" | "log" | "md" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
