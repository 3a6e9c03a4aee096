//! The developer's own browser.

use crate::commands::output;
use crate::config::Environment;
use std::io::IsTerminal as _;
use std::process::Stdio;

/// Shows `url` in the browser where a person can be expected to see it; else does nothing.
pub(super) fn open(url: &str, environment: &Environment) {
    if !is_watched(environment, std::io::stdout().is_terminal()) {
        return;
    }
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = tokio::process::Command::new(opener);
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = command.spawn() {
        output::line(format_args!("No browser was opened ({opener}: {error})."));
    }
}

/// Whether somebody sits in front of a display.
fn is_watched(environment: &Environment, is_terminal: bool) -> bool {
    let has_display = cfg!(target_os = "macos")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| environment.value(name).is_some());
    is_terminal && has_display && environment.value("CI").is_none()
}

#[cfg(all(test, not(target_os = "macos")))]
mod tests {
    use super::*;

    fn is_watched_with(variables: &[&str], is_terminal: bool) -> bool {
        let environment = variables.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect();
        is_watched(&environment, is_terminal)
    }

    #[test]
    fn a_browser_is_opened_for_people_only() {
        assert!(is_watched_with(&["DISPLAY"], true));
        assert!(is_watched_with(&["WAYLAND_DISPLAY"], true));
        assert!(!is_watched_with(&["DISPLAY"], false));
        assert!(!is_watched_with(&["DISPLAY", "CI"], true));
        assert!(!is_watched_with(&[], true));
    }
}
