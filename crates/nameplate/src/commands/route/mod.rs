//! `nameplate route …`: which application serves which name, over the API. Written like `domain`.

pub(super) mod args;
pub(super) mod change;
pub(super) mod list;
mod shown;
#[cfg(test)]
mod tests;

pub(super) use args::Route;
pub(super) use shown::RouteShown;

use super::desk::Desk;
use super::ending::{Outcome, Stop};
use super::sheet::tell;
use schemars::Schema;

/// Runs a command, and writes what came of it.
pub(super) async fn run(route: Route, desk: Desk<'_>) -> Result<Outcome, Stop> {
    let json = route.is_json();
    match route {
        Route::Create(args) => tell(desk.sheet, &change::create(args, desk).await?, json),
        Route::Update(args) => tell(desk.sheet, &change::update(args, desk).await?, json),
        Route::Delete(args) => tell(desk.sheet, &change::delete(args, desk).await?, json),
        Route::List(args) => tell(desk.sheet, &list::run(args, desk).await?, json),
        Route::Show(args) => tell(desk.sheet, &list::show(args, desk).await?, json),
    }
}

/// What `--json` prints, by the name of the command.
pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("route create", schemars::schema_for!(change::ChangeReport)),
        ("route list", schemars::schema_for!(list::ListReport)),
        ("route show", schemars::schema_for!(list::ShowReport)),
        ("route update", schemars::schema_for!(change::ChangeReport)),
        ("route delete", schemars::schema_for!(change::ChangeReport)),
    ]
}
