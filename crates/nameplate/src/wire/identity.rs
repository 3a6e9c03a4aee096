//! The identity provider that the settings name.

use super::system_clock::SystemClock;
use crate::config::IdentitySettings;
use nameplate_identity::{IdentityProvider, NoHttp};
use std::sync::Arc;

/// As the settings say.
///
/// # Errors
/// [`NoHttp`] when TLS cannot be set up, or `OIDC_CA_FILE` cannot be read.
pub fn open(settings: Option<&IdentitySettings>) -> Result<Option<IdentityProvider>, NoHttp> {
    settings.map(|settings| IdentityProvider::new(settings.oidc.clone(), Arc::new(SystemClock))).transpose()
}
