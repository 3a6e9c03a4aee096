//! What pages of others load from us.

use nameplate_api::{ApiSettings, Asset, Assets, CorsOrigins, RateLimits};
use nameplate_testkit::{Answer, World, WorldSettings};
use reqwest::Method;
use std::fs;
use std::path::PathBuf;

const LOADER: &str = "/sdk/v1/connectdomain.js";
const CHUNK: &str = "/sdk/v1/ui.PWY9M8tA.js";
const FILES: [Asset; 12] = [
    Asset { path: "sdk/v1/connectdomain.js", plain: b"loader()", brotli: Some(b"BR"), gzip: Some(b"GZ") },
    Asset { path: "sdk/v1/ui.PWY9M8tA.js", plain: b"ui()", brotli: None, gzip: None },
    Asset { path: "console/index.html", plain: b"<html>", brotli: None, gzip: None },
    Asset { path: "console/sw.js", plain: b"work()", brotli: None, gzip: None },
    Asset { path: "console/manifest.webmanifest", plain: b"{}", brotli: None, gzip: None },
    Asset { path: "console/assets/main.a4z9_bRg.js", plain: b"main()", brotli: Some(b"BR"), gzip: None },
    Asset { path: "docs/index.html", plain: b"<start>", brotli: None, gzip: None },
    Asset { path: "docs/404.html", plain: b"<lost>", brotli: None, gzip: None },
    Asset { path: "docs/dns/providers.html", plain: b"<providers>", brotli: None, gzip: None },
    Asset { path: "docs/llms.txt", plain: b"# Nameplate", brotli: None, gzip: None },
    Asset { path: "llms/dns/providers.md", plain: b"# Providers", brotli: None, gzip: None },
    Asset { path: "llms/dns/index.md", plain: b"# DNS", brotli: None, gzip: None },
];

async fn world(assets: Assets) -> World {
    let api = ApiSettings { assets, cors: CorsOrigins::Listed(vec![]), ..ApiSettings::default() };
    World::with(WorldSettings { api, ..WorldSettings::default() }).await
}

/// A request as browsers make it, with these headers.
async fn ask(world: &World, method: Method, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let request = world.people.nobody.request(method, path).header("origin", "https://app.acme.example");
    world.people.nobody.send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

async fn get(world: &World, path: &str) -> Answer {
    ask(world, Method::GET, path, &[]).await
}

#[tokio::test]
async fn a_file_is_for_pages_of_every_origin_and_as_long_as_its_name_says() {
    let world = world(Assets::built_in(FILES)).await;
    for (path, text, kept) in [
        (LOADER, "loader()", "public, max-age=300, stale-while-revalidate=86400"),
        (CHUNK, "ui()", "public, max-age=31536000, immutable"),
    ] {
        let answer = get(&world, path).await.expect(200);
        assert_eq!((answer.text.as_str(), answer.header("cache-control")), (text, kept), "{path}");
        for (name, value) in [
            ("content-type", "text/javascript; charset=utf-8"),
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
            ("vary", "Accept-Encoding"),
            ("content-encoding", ""),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        assert_eq!(answer.headers.get_all("access-control-allow-origin").iter().count(), 1);
        assert_eq!(answer.headers.get_all("vary").iter().count(), 1);
    }
    get(&world, "/sdk/v1/ui.00000000.js").await.refused(404, "not_found", "file");
    get(&world, "/sdk/v1/index.html").await.refused(404, "not_found", "file");
}

#[tokio::test]
async fn each_form_has_a_tag_and_is_not_sent_twice() {
    let world = world(Assets::built_in(FILES)).await;
    let mut tags = vec![];
    for (accept, encoding, body) in [("gzip, br", "br", "BR"), ("gzip", "gzip", "GZ"), ("identity", "", "loader()")] {
        let first = ask(&world, Method::GET, LOADER, &[("accept-encoding", accept)]).await.expect(200);
        assert_eq!((first.header("content-encoding"), first.text.as_str()), (encoding, body));
        let tag = first.header("etag");
        assert!(tag.starts_with('"') && tag.ends_with('"') && !tags.contains(&tag.to_owned()), "{tag}");
        let known = [("accept-encoding", accept), ("if-none-match", tag)];
        let again = ask(&world, Method::GET, LOADER, &known).await.expect(304);
        assert_eq!((again.header("etag"), again.header("vary"), again.text.as_str()), (tag, "Accept-Encoding", ""));
        assert_eq!(again.header("access-control-allow-origin"), "*");
        tags.push(tag.to_owned());
    }
    // A tag of another form is none of this one.
    let other = [("accept-encoding", "gzip"), ("if-none-match", tags[0].as_str())];
    let _ = ask(&world, Method::GET, LOADER, &other).await.expect(200);
}

#[tokio::test]
async fn head_tells_the_same_without_the_file() {
    let world = world(Assets::built_in(FILES)).await;
    let head = ask(&world, Method::HEAD, LOADER, &[("accept-encoding", "br")]).await.expect(200);
    assert_eq!((head.header("content-length"), head.header("content-encoding"), head.text.as_str()), ("2", "br", ""));
    let post = ask(&world, Method::POST, LOADER, &[]).await;
    post.refused(405, "method_not_allowed", "");
}

#[tokio::test]
async fn a_widget_that_was_not_built_says_how_it_is_had_and_nothing_else_breaks() {
    let world = world(Assets::default()).await;
    let answer = get(&world, LOADER).await.expect(503);
    assert!(answer.text.starts_with("// ") && answer.text.contains("make web"), "{}", answer.text);
    assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!((answer.header("cache-control"), answer.header("access-control-allow-origin")), ("no-store", "*"));
    get(&world, CHUNK).await.refused(404, "not_found", "file");
    let _ = get(&world, "/healthz").await.expect(200);
}

#[tokio::test]
async fn a_folder_is_served_as_it_is_now_and_nothing_outside_of_it() {
    let folder = std::env::temp_dir().join(format!("nameplate-assets-{}", std::process::id()));
    let sdk = folder.join("sdk/v1");
    fs::create_dir_all(&sdk).unwrap();
    fs::write(folder.join("secret.js"), "secret").unwrap();
    fs::write(sdk.join(".hidden.js"), "secret").unwrap();
    let world = world(Assets::on_disk([folder.join("none"), folder.clone()])).await;
    let _ = get(&world, LOADER).await.expect(503);
    fs::write(sdk.join("connectdomain.js"), "one").unwrap();
    let one = get(&world, LOADER).await.expect(200);
    fs::write(sdk.join("connectdomain.js"), "two").unwrap();
    let two = get(&world, LOADER).await.expect(200);
    assert_eq!((one.text.as_str(), two.text.as_str()), ("one", "two"));
    assert_ne!(one.header("etag"), two.header("etag"));
    for way in
        ["%2e%2e%2fsecret.js", "..%2f..%2fsecret.js", "%2e%2e%2f%2e%2e%2fsecret.js", ".hidden.js", "%2fetc%2fpasswd"]
    {
        let answer = get(&world, &format!("/sdk/v1/{way}")).await;
        assert_eq!(answer.status, 404, "{way}: {answer:#?}");
        assert!(!answer.text.contains("secret\n") && answer.text != "secret", "{way}");
    }
    fs::remove_dir_all(PathBuf::from(&folder)).unwrap();
}

#[tokio::test]
async fn files_are_no_part_of_what_an_address_may_ask_for() {
    let rates = RateLimits { strangers: "1/2".parse().ok(), address: "1/4".parse().ok(), ..RateLimits::default() };
    let api = ApiSettings { assets: Assets::built_in(FILES), rates, ..ApiSettings::default() };
    let world = World::with(WorldSettings { api, ..WorldSettings::default() }).await;
    for _ in 0..20 {
        let _ = get(&world, CHUNK).await.expect(200);
        let _ = get(&world, "/sdk/v1/ui.00000000.js").await.expect(404);
    }
    let _ = get(&world, "/v1/plans").await.expect(401);
}

#[tokio::test]
async fn every_path_of_the_console_is_its_page_or_a_file_of_it() {
    let world = world(Assets::built_in(FILES)).await;
    assert_eq!(get(&world, "/console").await.expect(308).header("location"), "/console/");
    let page = "text/html; charset=utf-8";
    let script = "text/javascript; charset=utf-8";
    for (path, text, kind, kept) in [
        ("/console/", "<html>", page, "no-cache"),
        ("/console/domains/01900000-0000-7000-8000-000000000001?tab=dns", "<html>", page, "no-cache"),
        ("/console/index.html", "<html>", page, "no-cache"),
        ("/console/sw.js", "work()", script, "no-cache"),
        ("/console/manifest.webmanifest", "{}", "application/manifest+json", "no-cache"),
        ("/console/assets/main.a4z9_bRg.js", "main()", script, "public, max-age=31536000, immutable"),
    ] {
        let answer = get(&world, path).await.expect(200);
        let got = (answer.text.as_str(), answer.header("content-type"), answer.header("cache-control"));
        assert_eq!(got, (text, kind, kept), "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(name), value, "{path}: {name}");
        }
        let again = ask(&world, Method::GET, path, &[("if-none-match", answer.header("etag"))]).await.expect(304);
        assert_eq!(again.text, "");
    }
    // What is not there any more is not answered with a page.
    get(&world, "/console/assets/main.00000000.js").await.refused(404, "not_found", "file");
}

#[tokio::test]
async fn a_console_that_was_not_built_says_how_it_is_had() {
    let world = world(Assets::default()).await;
    for path in ["/console/", "/console/domains"] {
        let answer = get(&world, path).await.expect(503);
        assert!(answer.text.contains("make web"), "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_page_of_the_documentation_is_there_for_people_and_for_agents() {
    let world = world(Assets::built_in(FILES)).await;
    let (page, markdown) = ("text/html; charset=utf-8", "text/markdown; charset=utf-8");
    for (path, text, kind) in [
        ("/docs", "<start>", page),
        ("/docs/", "<start>", page),
        ("/docs/dns/providers?from=search", "<providers>", page),
        ("/docs/llms.txt", "# Nameplate", "text/plain; charset=utf-8"),
        ("/docs/dns/providers.md", "# Providers", markdown),
        ("/llms/dns/providers", "# Providers", markdown),
        ("/llms/dns/providers.md", "# Providers", markdown),
        ("/llms/dns", "# DNS", markdown),
        ("/llms/dns/index", "# DNS", markdown),
    ] {
        let answer = get(&world, path).await.expect(200);
        assert_eq!((answer.text.as_str(), answer.header("content-type")), (text, kind), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';") && !policy.contains("unsafe"), "{path}: {policy}");
    }
    assert_eq!(get(&world, "/docs/dns/providers/").await.expect(308).header("location"), "/docs/dns/providers");
    for (root, file) in [("/llms.txt", "llms.txt"), ("/llms-full.txt", "llms-full.txt"), ("/llms", "llms.txt")] {
        assert_eq!(get(&world, root).await.expect(307).header("location"), format!("/docs/{file}"));
    }
    let lost = get(&world, "/docs/dns/none").await.expect(404);
    assert_eq!((lost.text.as_str(), lost.header("content-type")), ("<lost>", page));
    get(&world, "/llms/none").await.refused(404, "not_found", "page");
}

#[tokio::test]
async fn documentation_that_was_not_built_says_how_it_is_had() {
    let world = world(Assets::default()).await;
    for path in ["/docs", "/docs/dns/providers"] {
        let answer = get(&world, path).await.expect(503);
        assert!(answer.text.contains("make web"), "{path}: {}", answer.text);
    }
}
