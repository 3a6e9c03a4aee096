//! What browsers load from us.

use crate::config::Settings;
use nameplate_api::{Asset, Assets};
use nameplate_web::{FILES, File};

/// The folders that somebody works in, else what is built in.
pub fn open(settings: &Settings) -> Assets {
    let asset = |File { path, plain, brotli, gzip }: File| Asset { path, plain, brotli, gzip };
    match settings.web_dist.is_empty() {
        false => Assets::on_disk(settings.web_dist.clone()),
        true => Assets::built_in(FILES.iter().copied().map(asset)),
    }
}

/// Whether the web parts are there, as far as is known at the start.
pub fn are_there(settings: &Settings) -> bool {
    !settings.web_dist.is_empty() || !FILES.is_empty()
}
