//! Requests that prove who sends them by more than a pasted token.

pub(crate) mod bearer;
pub(crate) mod entra;
pub(crate) mod google_jwt;
pub(crate) mod sigv4;

#[cfg(test)]
pub(crate) mod test_key {
    //! A key of the tests' own.

    use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    use aws_lc_rs::signature::KeyPair as _;
    use base64::Engine;

    /// A new RSA key: private as PEM (PKCS #8), public as DER (PKCS #1).
    pub(crate) fn rsa() -> (String, Vec<u8>) {
        let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let private: Pkcs8V1Der<'_> = key.as_der().unwrap();
        let text = base64::engine::general_purpose::STANDARD.encode(private.as_ref());
        let lines: Vec<&str> = text.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
        (pem, key.public_key().as_ref().to_vec())
    }
}
