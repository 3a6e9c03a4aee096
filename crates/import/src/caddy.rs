//! Caddy's storage: `certificates/<issuer>/<name>/<name>.crt` and `.key`, `wildcard_` in the place of `*`. Its own authority
//! (`pki/`), its accounts (`acme/`) and its locks are left alone.

use crate::kept::{Place, Source, Unreadable, subfolders};
use std::path::Path;

/// The places in a storage directory; `folder` is that, or its `certificates`.
pub(crate) fn places(folder: &Path) -> Result<Vec<Place>, Unreadable> {
    let inside = folder.join("certificates");
    let certificates = if inside.is_dir() { inside } else { folder.to_owned() };
    let mut places = Vec::new();
    for issuer in subfolders(&certificates)? {
        for site in subfolders(&issuer)? {
            let Some(name) = site.file_name().and_then(|name| name.to_str()).map(str::to_owned) else { continue };
            let (chain, key) = (site.join(format!("{name}.crt")), site.join(format!("{name}.key")));
            // A folder that holds neither is what an order that failed has left.
            if chain.exists() || key.exists() {
                places.push(Place { shown: chain.display().to_string(), source: Source::Files { chain, key } });
            }
        }
    }
    Ok(places)
}
