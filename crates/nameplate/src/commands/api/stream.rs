//! Server-sent events, as `GET /v1/events` sends them (HTML standard, 9.2).

use super::Events;
use async_trait::async_trait;
use reqwest::Response;

/// A stream that was opened.
#[derive(Debug)]
pub(super) struct Stream {
    response: Response,
    blocks: Blocks,
}

impl Stream {
    pub(super) fn new(response: Response) -> Self {
        Self { response, blocks: Blocks::default() }
    }
}

#[async_trait]
impl Events for Stream {
    async fn next(&mut self) -> bool {
        loop {
            if self.blocks.take() {
                return true;
            }
            match self.response.chunk().await {
                Ok(Some(chunk)) => self.blocks.push(&chunk),
                Ok(None) | Err(_) => return false,
            }
        }
    }
}

/// What has arrived and was not taken yet.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    rest: Vec<u8>,
}

impl Blocks {
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.rest.extend_from_slice(chunk);
    }

    /// Takes blocks up to and with the next event; `false` when none has arrived whole. Comments, which come to keep the stream open,
    /// are no events.
    pub(crate) fn take(&mut self) -> bool {
        while let Some(at) = self.rest.windows(2).position(|pair| pair == b"\n\n") {
            let block: Vec<u8> = self.rest.drain(..at + 2).collect();
            if block.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"data:")) {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_taken_whole_however_they_arrive() {
        let text =
            b": hello\n\nid: 1\nevent: domain.verified\ndata: {}\n\n: still here\n\nid: 2\ndata: {}\n\nid: 3\nda";
        for size in 1..text.len() {
            let (mut blocks, mut taken) = (Blocks::default(), 0);
            for chunk in text.chunks(size) {
                blocks.push(chunk);
                while blocks.take() {
                    taken += 1;
                }
            }
            assert_eq!((taken, blocks.rest.as_slice()), (2, b"id: 3\nda".as_slice()), "in pieces of {size}");
        }
    }
}
