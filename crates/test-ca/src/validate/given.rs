//! Answers that are given instead of fetched: for simulations, where hosts and zones are maps in memory.

use super::{CaaRecord, FailureCause, Look, LookFailure, Validator};
use std::sync::Arc;

type Answer<T> = Result<T, LookFailure>;
type AskPage = Arc<dyn Fn(&str, &str) -> Answer<String> + Send + Sync>;
type AskHost<T> = Arc<dyn Fn(&str) -> Answer<T> + Send + Sync>;

/// Answers by functions. What is not set answers as an empty world does: connections are refused, names have no records.
#[derive(Clone)]
pub struct Given {
    http01: AskPage,
    tls_alpn01: AskHost<Vec<u8>>,
    txt: AskHost<Vec<String>>,
    caa: AskHost<Vec<CaaRecord>>,
}

impl Default for Given {
    fn default() -> Self {
        fn refused<T>(host: &str) -> Answer<T> {
            Err(LookFailure::new(FailureCause::Connection, format!("{host}: Connection refused")))
        }
        Self {
            http01: Arc::new(|host, _| refused(host)),
            tls_alpn01: Arc::new(refused),
            txt: Arc::new(|_| Ok(Vec::new())),
            caa: Arc::new(|_| Ok(Vec::new())),
        }
    }
}

impl Given {
    /// Host and token to the body of the response.
    #[must_use]
    pub fn http01(mut self, answer: impl Fn(&str, &str) -> Answer<String> + Send + Sync + 'static) -> Self {
        self.http01 = Arc::new(answer);
        self
    }

    /// Host to the digest in its certificate.
    #[must_use]
    pub fn tls_alpn01(mut self, answer: impl Fn(&str) -> Answer<Vec<u8>> + Send + Sync + 'static) -> Self {
        self.tls_alpn01 = Arc::new(answer);
        self
    }

    /// Name (`_acme-challenge.…`) to its TXT values.
    #[must_use]
    pub fn txt(mut self, answer: impl Fn(&str) -> Answer<Vec<String>> + Send + Sync + 'static) -> Self {
        self.txt = Arc::new(answer);
        self
    }

    /// Name to its CAA records.
    #[must_use]
    pub fn caa(mut self, answer: impl Fn(&str) -> Answer<Vec<CaaRecord>> + Send + Sync + 'static) -> Self {
        self.caa = Arc::new(answer);
        self
    }
}

impl std::fmt::Debug for Given {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Given").finish_non_exhaustive()
    }
}

impl Validator for Given {
    fn http01<'a>(&'a self, host: &'a str, token: &'a str) -> Look<'a, String> {
        Box::pin(std::future::ready((self.http01)(host, token)))
    }

    fn tls_alpn01<'a>(&'a self, host: &'a str) -> Look<'a, Vec<u8>> {
        Box::pin(std::future::ready((self.tls_alpn01)(host)))
    }

    fn txt<'a>(&'a self, name: &'a str) -> Look<'a, Vec<String>> {
        Box::pin(std::future::ready((self.txt)(name)))
    }

    fn caa<'a>(&'a self, name: &'a str) -> Look<'a, Vec<CaaRecord>> {
        Box::pin(std::future::ready((self.caa)(name)))
    }
}
