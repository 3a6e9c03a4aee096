//! JSON-RPC by hand: what a client of MCP sends, and whether what it gets is what the tools promise.

use crate::stack::{PATIENCE, Program, Stack};
use reqwest::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;

/// What a client begins with, in the revisions before 2026-07-28.
pub(super) fn initialize(version: &str) -> Value {
    json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": { "name": "tests", "version": "1" } })
}

/// A client of `nameplate mcp`.
pub(super) struct Agent {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    beside: Option<JoinHandle<String>>,
    said: String,
    next_id: u64,
    schemas: BTreeMap<String, Value>,
}

impl Agent {
    pub(super) fn start(stack: &Stack, key: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nameplate"))
            .arg("mcp")
            .env_clear()
            .env("HOME", stack.folder.path())
            .env("NAMEPLATE_URL", &stack.api)
            .env("NAMEPLATE_API_KEY", key)
            .env("LOG", "info")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut beside = child.stderr.take().unwrap();
        let beside = std::thread::spawn(move || {
            let mut text = String::new();
            beside.read_to_string(&mut text).unwrap();
            text
        });
        let input = child.stdin.take();
        Self { child, input, lines, beside: Some(beside), said: String::new(), next_id: 0, schemas: BTreeMap::new() }
    }

    /// Begins a session and learns the tools; gives what the server says of itself.
    pub(super) fn initialize(&mut self, version: &str) -> Value {
        let mut hello = self.ask("initialize", initialize(version));
        self.notify("notifications/initialized", json!({}));
        let listed = self.ask("tools/list", json!({}));
        for tool in listed["result"]["tools"].as_array().unwrap() {
            self.schemas.insert(tool["name"].as_str().unwrap().to_owned(), tool["outputSchema"].clone());
        }
        hello["result"].take()
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.write(json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; gives its identifier.
    pub(super) fn send(&mut self, method: &str, params: Value) -> u64 {
        self.next_id += 1;
        self.write(json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// Sends a request and waits for its answer.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        self.answer(id, &mut vec![])
    }

    /// What a tool that does not refuse says, which is as its schema promises.
    pub(super) fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.watched(tool, arguments).0
    }

    /// As [`Self::call`], with what it said on the way.
    pub(super) fn watched(&mut self, tool: &str, arguments: Value) -> (Value, Vec<String>) {
        let (result, progress) = self.result(tool, arguments);
        assert_eq!(result["isError"], false, "{tool}: {result:#}");
        (result["structuredContent"].clone(), progress)
    }

    /// The error of a tool that refuses.
    pub(super) fn refused(&mut self, tool: &str, arguments: Value) -> Value {
        let (result, _) = self.result(tool, arguments);
        assert_eq!(result["isError"], true, "{tool}: {result:#}");
        let error = result["structuredContent"]["error"].clone();
        let words = result["content"][0]["text"].as_str().unwrap();
        assert!(words.contains(error["message"].as_str().unwrap()) && words.contains("who has to act"), "{words}");
        error
    }

    fn result(&mut self, tool: &str, arguments: Value) -> (Value, Vec<String>) {
        let params = json!({ "name": tool, "arguments": arguments, "_meta": { "progressToken": 1 } });
        let id = self.send("tools/call", params);
        let mut progress = vec![];
        let mut answer = self.answer(id, &mut progress);
        let result = answer["result"].take();
        assert!(result.is_object(), "{tool}: {answer}");
        let told = &result["structuredContent"];
        assert_eq!(&serde_json::from_str::<Value>(result["content"][1]["text"].as_str().unwrap()).unwrap(), told);
        let validator = jsonschema::validator_for(&self.schemas[tool]).unwrap();
        let errors: Vec<String> = validator.iter_errors(told).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{tool}: {errors:#?} in {told:#}");
        (result, progress)
    }

    /// Waits for a notification.
    pub(super) fn hears(&mut self, method: &str) {
        while self.read()["method"] != method {}
    }

    fn answer(&mut self, id: u64, progress: &mut Vec<String>) -> Value {
        loop {
            let message = self.read();
            if message["id"] == id {
                return message;
            }
            progress.extend(message["params"]["message"].as_str().map(str::to_owned));
        }
    }

    fn read(&mut self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        self.said += &line;
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: nothing but messages is written: {line}"))
    }

    fn write(&mut self, message: Value) {
        writeln!(self.input.as_mut().unwrap(), "{message}").unwrap();
    }

    /// Goes away, on which the program ends; gives all that was said, and beside it.
    pub(super) fn ends(mut self) -> (String, String) {
        drop(self.input.take());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        (std::mem::take(&mut self.said), self.beside.take().unwrap().join().unwrap())
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Clients of `nameplate mcp --listen`.
pub(super) struct Web {
    pub(super) program: Program,
    pub(super) url: String,
    pub(super) client: reqwest::Client,
}

impl Web {
    /// A request of revision 2026-07-28, which stands for itself.
    pub(super) async fn ask(&self, key: &str, method: &str, params: Value) -> Value {
        read(self.send(key, method, params).await).await
    }

    /// As [`Self::ask`], with the answer still to be read.
    pub(super) async fn send(&self, key: &str, method: &str, mut params: Value) -> Response {
        params["_meta"]["io.modelcontextprotocol/protocolVersion"] = "2026-07-28".into();
        params["_meta"]["io.modelcontextprotocol/clientInfo"] = json!({ "name": "tests", "version": "1" });
        params["_meta"]["io.modelcontextprotocol/clientCapabilities"] = json!({});
        let name = params["name"].as_str().unwrap_or_default().to_owned();
        let mut request = self.post(key).header("mcp-protocol-version", "2026-07-28").header("mcp-method", method);
        if !name.is_empty() {
            request = request.header("mcp-name", name);
        }
        let answer = request.json(&message(method, params)).send().await.unwrap();
        assert!(answer.headers().get("mcp-session-id").is_none());
        answer
    }

    pub(super) async fn call(&self, key: &str, tool: &str, arguments: Value) -> Value {
        self.ask(key, "tools/call", json!({ "name": tool, "arguments": arguments })).await["result"].take()
    }

    /// A request of revision 2025-06-18.
    pub(super) async fn old(&self, key: &str, method: &str, params: Value) -> Value {
        let request = self.post(key).header("mcp-protocol-version", "2025-06-18");
        read(request.json(&message(method, params)).send().await.unwrap()).await
    }

    /// A list of tools, with these headers.
    pub(super) async fn raw(&self, headers: &[(&str, &str)]) -> Response {
        let mut request = self.client.post(&self.url).header("accept", "application/json, text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.json(&message("tools/list", json!({}))).send().await.unwrap()
    }

    /// A request of so many bytes.
    pub(super) async fn sized(&self, key: &str, bytes: usize) -> Response {
        self.post(key).json(&message("tools/list", json!({ "cursor": "x".repeat(bytes) }))).send().await.unwrap()
    }

    fn post(&self, key: &str) -> reqwest::RequestBuilder {
        self.client.post(&self.url).bearer_auth(key).header("accept", "application/json, text/event-stream")
    }
}

fn message(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
}

/// The answer, alone or at the end of a stream.
async fn read(answer: Response) -> Value {
    let text = answer.text().await.unwrap();
    let last = text.lines().filter_map(|line| line.strip_prefix("data:")).next_back().unwrap_or(&text);
    serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: {text}"))
}
