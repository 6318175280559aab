//! Posts through the real generators, and messages through a parser of another language. They
//! need programs that not every machine has, so they are ignored until asked for:
//! `cargo test --test it generators -- --ignored`.

mod blogs;
mod mails;
