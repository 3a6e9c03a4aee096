#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

/// One file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct File {
    /// Its place below the server's root, without a slash in front: `sdk/v1/connectdomain.js`.
    pub path: &'static str,
    /// As it is.
    pub plain: &'static [u8],
    /// Compressed by Brotli (RFC 7932), where that was done.
    pub brotli: Option<&'static [u8]>,
    /// Compressed by gzip (RFC 1952), where that was done.
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));
