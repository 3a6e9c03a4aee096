mod check;
mod create;
mod delete;
mod list;

use nameplate_testkit::World;

fn path(world: &World) -> String {
    format!("/v1/applications/{}/credentials", world.application.id)
}
