/// Digits of a nonce.
pub(super) const NONCE_LENGTH: usize = 32;

/// A text that nobody can guess: 128 bits, as Content-Security-Policy asks of nonces (CSP level 3,
/// section 7.1), in hexadecimal digits.
///
/// # Errors
///
/// The operating system has no random numbers.
pub fn nonce() -> std::io::Result<String> {
    let mut bytes = [0; NONCE_LENGTH / 2];
    getrandom::fill(&mut bytes).map_err(std::io::Error::from)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
