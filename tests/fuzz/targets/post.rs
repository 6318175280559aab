#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::post::check(data));
