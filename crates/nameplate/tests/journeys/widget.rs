//! The widget, as a page of a customer's product loads it.

use crate::stack::{Stack, fresh_database};
use std::sync::Arc;

const LOADER: &str = "/sdk/v1/connectdomain.js";

#[tokio::test]
async fn what_is_worked_on_is_served_from_disk() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let dist = folder.path().join("dist");
    std::fs::create_dir_all(dist.join("sdk/v1")).unwrap();
    std::fs::write(dist.join("sdk/v1/connectdomain.js"), "load()").unwrap();
    let also = [("WEB_DIST", dist.display().to_string())];
    let stack = Stack::start_with(Arc::clone(&folder), fresh_database(folder.path()), &also).await;
    let loaded = stack.http.get(format!("{}{LOADER}", stack.api)).send().await.unwrap();
    assert_eq!(
        (loaded.status().as_u16(), &loaded.headers()["access-control-allow-origin"]),
        (200, &"*".parse().unwrap())
    );
    assert_eq!(loaded.text().await.unwrap(), "load()");
}

#[tokio::test]
async fn the_program_brings_the_widget_or_says_how_it_is_had() {
    let stack = Stack::start().await;
    let loaded = stack.http.get(format!("{}{LOADER}", stack.api)).send().await.unwrap();
    let status = loaded.status().as_u16();
    let text = loaded.text().await.unwrap();
    match nameplate_web::FILES.iter().find(|file| file.path == LOADER.trim_start_matches('/')) {
        Some(file) => {
            assert_eq!((status, text.as_bytes()), (200, file.plain));
            assert!(stack.program.output().contains(LOADER), "{}", stack.program.output());
        }
        None => {
            assert_eq!(status, 503, "{text}");
            assert!(text.contains("make web") && stack.program.output().contains("make web"), "{text}");
        }
    }
}
