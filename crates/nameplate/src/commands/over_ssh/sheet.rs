//! A channel of SSH to write on: results go where standard output goes, everything else where standard error goes.

use crate::commands::look::{Look, printable};
use crate::commands::sheet::Sheet;
use nameplate_ssh::{Out, Terminal};

pub(super) struct Channel {
    out: Out,
    look: Look,
}

impl Channel {
    /// With columns and colours, where the client has asked for a terminal.
    pub(super) fn new(out: Out, terminal: Option<Terminal>) -> Self {
        let is_coloured = terminal.is_some_and(|terminal| terminal.is_coloured);
        Self { out, look: Look { is_terminal: terminal.is_some(), is_coloured } }
    }
}

impl Sheet for Channel {
    fn line(&self, text: &str) {
        self.out.line(text);
    }

    fn problem(&self, text: &str) {
        self.out.aside(&printable(text));
    }

    fn progress(&self, text: &str) {
        if self.look.is_terminal {
            self.out.aside(text);
        }
    }

    fn look(&self) -> Look {
        self.look
    }
}
