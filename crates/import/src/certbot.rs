//! Certbot's folder: `live/<lineage>/fullchain.pem` and `privkey.pem`, which are links into `archive/`. Links are followed.

use crate::kept::{Place, Source, Unreadable, subfolders};
use std::path::Path;

/// The places in certbot's folder (`/etc/letsencrypt`), or in its `live`.
pub(crate) fn places(folder: &Path) -> Result<Vec<Place>, Unreadable> {
    let inside = folder.join("live");
    let live = if inside.is_dir() { inside } else { folder.to_owned() };
    let place = |lineage: std::path::PathBuf| {
        let (chain, key) = (lineage.join("fullchain.pem"), lineage.join("privkey.pem"));
        Place { shown: chain.display().to_string(), source: Source::Files { chain, key } }
    };
    Ok(subfolders(&live)?.into_iter().map(place).collect())
}
