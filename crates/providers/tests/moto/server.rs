//! A moto server of the test's own, with one hosted zone.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long moto may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Moto {
    child: Child,
    pub(crate) base: String,
    client: reqwest::Client,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Moto {
    /// `free_calls`: how many calls are let in before signatures are checked; `None` for all.
    pub(crate) async fn start(free_calls: Option<u32>) -> Self {
        let programs =
            std::env::var("NAMEPLATE_TEST_FOREIGN").expect("run `make test`, which installs moto for this test");
        let port = nameplate_test_ports::free_port();
        let mut command = Command::new(PathBuf::from(programs).join("moto_server"));
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(calls) = free_calls {
            command.env("INITIAL_NO_AUTH_ACTION_COUNT", calls.to_string());
        }
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("moto does not start ({error}); run `make test`, which installs it"));
        let moto = Self { child, base: format!("http://127.0.0.1:{port}"), client: reqwest::Client::new() };
        let start = Instant::now();
        while moto.client.get(format!("{}/moto-api/", moto.base)).send().await.is_err() {
            assert!(start.elapsed() < PATIENCE, "moto does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        moto
    }

    /// A call that only says for which service it is.
    async fn call(&self, service: &str, path: &str, content_type: &str, body: String) -> String {
        let scope = format!("AKIAEXAMPLE/20260702/us-east-1/{service}/aws4_request");
        let answer = self
            .client
            .post(format!("{}{path}", self.base))
            .header("authorization", format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"))
            .header("content-type", content_type)
            .body(body)
            .send()
            .await
            .unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{service}{path}: {status} {text}");
        text
    }

    /// Makes a hosted zone and tells its ID.
    pub(crate) async fn hosted_zone(&self, name: &str) -> String {
        let body = format!(
            "<CreateHostedZoneRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><Name>{name}.</Name><CallerReference>{name}</CallerReference></CreateHostedZoneRequest>"
        );
        let answer = self.call("route53", "/2013-04-01/hostedzone", "text/xml", body).await;
        between(&answer, "<Id>/hostedzone/", "</Id>")
    }

    async fn iam(&self, parameters: &str) -> String {
        let body = format!("Version=2010-05-08&UserName=writer&{parameters}");
        self.call("iam", "/", "application/x-www-form-urlencoded", body).await
    }

    /// Makes a user who may do everything at Route 53, and its access key. Three calls.
    pub(crate) async fn access_key(&self) -> (String, String) {
        self.iam("Action=CreateUser").await;
        let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"route53:*","Resource":"*"}]}"#;
        let policy: String = policy.bytes().map(|octet| format!("%{octet:02X}")).collect();
        self.iam(&format!("Action=PutUserPolicy&PolicyName=dns&PolicyDocument={policy}")).await;
        let answer = self.iam("Action=CreateAccessKey").await;
        let of = |element: &str| between(&answer, &format!("<{element}>"), &format!("</{element}>"));
        (of("AccessKeyId"), of("SecretAccessKey"))
    }
}

fn between(text: &str, start: &str, end: &str) -> String {
    let rest = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}")).1;
    rest.split_once(end).unwrap().0.to_owned()
}
