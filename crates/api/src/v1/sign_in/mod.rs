//! How people can sign in.

pub(crate) mod get;
