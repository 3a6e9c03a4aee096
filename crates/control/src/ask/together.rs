//! Questions that arrive while others are being answered are answered together, by one read.
//!
//! A read costs far more in waking threads and in round trips than in looking at an index. Under load many names share that
//! cost; a lone question pays it alone, as before.

use nameplate_domain::time::Clock;
use nameplate_store::{ASKED_TOGETHER_MAX, AskRow, Reader};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// Reads under way at once. A further one begins only when the questions that wait would fill it: shared reads are cheap, and
/// many small ones are not.
const READS_MAX: usize = 4;

/// Questions on their way to the store.
#[derive(Clone, Default)]
pub(crate) struct Together {
    queue: Arc<Mutex<Queue>>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Question>,
    reads: usize,
}

struct Question {
    name: Box<str>,
    answer: oneshot::Sender<Option<AskRow>>,
}

impl Together {
    /// The store's row for `name`. `Err` when the read failed for all who shared it: ask alone, to learn why.
    pub(crate) async fn ask(
        &self,
        reader: &Reader,
        clock: &Arc<dyn Clock>,
        name: &str,
    ) -> Result<Option<AskRow>, oneshot::error::RecvError> {
        let (answer, answered) = oneshot::channel();
        if self.enter(Question { name: name.into(), answer }) {
            let (together, reader, clock) = (self.clone(), reader.clone(), Arc::clone(clock));
            // A task of its own: whoever asked first may go away, the others still want their answers.
            tokio::spawn(async move {
                while let Some(questions) = together.next() {
                    answer_all(&reader, &clock, questions).await;
                }
            });
        }
        answered.await
    }

    /// Queues up; `true` when a read has to be started.
    fn enter(&self, question: Question) -> bool {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.waiting.push(question);
        let would_fill = queue.waiting.len() >= ASKED_TOGETHER_MAX;
        let starts = queue.reads == 0 || (would_fill && queue.reads < READS_MAX);
        queue.reads += usize::from(starts);
        starts
    }

    /// What the next read is about; `None` when there is nothing left, and this reader ends.
    fn next(&self) -> Option<Vec<Question>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.waiting.is_empty() {
            queue.reads -= 1;
            return None;
        }
        let count = queue.waiting.len().min(ASKED_TOGETHER_MAX);
        Some(queue.waiting.drain(..count).collect())
    }
}

/// Dropping the senders is how a failure is told.
async fn answer_all(reader: &Reader, clock: &Arc<dyn Clock>, questions: Vec<Question>) {
    let names: Vec<&str> = questions.iter().map(|question| &*question.name).collect();
    let Ok(rows) = reader.ask_together(&names, clock.now()).await else { return };
    for (question, row) in questions.into_iter().zip(rows) {
        // Who does not wait any more needs no answer.
        let _ = question.answer.send(row);
    }
}
