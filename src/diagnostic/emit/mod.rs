//! One emitter per output format; each returns the whole text.
