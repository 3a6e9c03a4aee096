//! What browsers load from us.

use crate::config::Settings;
use nameplate_api::{Asset, Assets};
use nameplate_web::{FILES, File};

/// The folder that somebody works in, else what is built in.
pub fn open(settings: &Settings) -> Assets {
    let asset = |File { path, plain, brotli, gzip }: File| Asset { path, plain, brotli, gzip };
    match &settings.web_dist {
        Some(folder) => Assets::on_disk(folder.clone()),
        None => Assets::built_in(FILES.iter().copied().map(asset)),
    }
}

/// Whether pages can load the widget, as far as is known at the start.
pub fn has_widget(settings: &Settings) -> bool {
    settings.web_dist.is_some() || !FILES.is_empty()
}
