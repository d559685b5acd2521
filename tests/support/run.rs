//! One run of the program: what it said, and how it ended.

use std::fmt;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Found;

/// No run of a test may take longer: a hang is a failure, not a wait.
const LONGEST: Duration = Duration::from_secs(240);

/// How long a hostile book may take. The unoptimised program is slower, on a shared machine.
const SOON: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

/// What a run said and how it ended.
pub struct Run {
    /// The exit status; -1 where a signal ended it.
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
    pub elapsed: Duration,
    what: String,
}

impl Run {
    /// Runs a command to its end with `input` on its standard input, else nothing there.
    pub fn of(mut command: Command, input: Option<Vec<u8>>) -> Self {
        let what = format!("{command:?}");
        let started = Instant::now();
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{what}: {e}"));
        if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
            // A program that does not read to the end has closed its side: its own affair.
            thread::spawn(move || drop(stdin.write_all(&input)));
        }
        let stdout = read_aside(child.stdout.take());
        let stderr = read_aside(child.stderr.take());
        let status = loop {
            if let Some(status) = child.try_wait().expect("a child to wait for") {
                break status;
            }
            if started.elapsed() > LONGEST {
                let _ = child.kill();
                let _ = child.wait();
                panic!("{what} runs for more than {LONGEST:?}");
            }
            thread::sleep(Duration::from_millis(3));
        };
        let elapsed = started.elapsed();
        let text = |reader: thread::JoinHandle<Vec<u8>>| {
            let bytes = reader.join().expect("the reader ends");
            String::from_utf8(bytes).unwrap_or_else(|e| panic!("{what} writes what is not UTF-8: {e}"))
        };
        let (stdout, stderr) = (text(stdout), text(stderr));
        Self { status: status.code().unwrap_or(-1), stdout, stderr, elapsed, what }
    }

    /// Requires exit status 0.
    #[must_use]
    pub fn succeeds(self) -> Self {
        self.ends(0)
    }

    /// Requires this exit status, a word about it, and no panic.
    #[must_use]
    pub fn fails(self, status: i32) -> Self {
        let run = self.ends(status);
        assert!(!run.stdout.is_empty() || !run.stderr.is_empty(), "it fails without a word: {run}");
        run
    }

    /// Requires one of these exit statuses, soon, and no panic: of books that mean harm.
    pub fn ends_soon(self, statuses: &[i32]) -> Self {
        assert!(!self.stderr.contains("panicked") && !self.stderr.contains("overflowed its stack"), "{self}");
        assert!(statuses.contains(&self.status), "not one of {statuses:?}: {self}");
        assert!(self.elapsed < SOON, "it takes {:?}: {self}", self.elapsed);
        self
    }

    fn ends(self, status: i32) -> Self {
        assert!(!self.stderr.contains("panicked"), "{self}");
        assert_eq!(self.status, status, "exit status of {self}");
        self
    }

    /// Standard output as JSON lines.
    pub fn json(&self) -> Vec<Value> {
        self.lines_of(&self.stdout)
    }

    /// Standard error as JSON lines: where a command's result is itself data.
    pub fn json_on_stderr(&self) -> Vec<Value> {
        self.lines_of(&self.stderr)
    }

    fn lines_of(&self, text: &str) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|e| panic!("no JSON: {line:?}: {e}\n{self}"));
        text.lines().map(parse).collect()
    }

    /// The JSON lines with this reason.
    pub fn reason(&self, reason: &str) -> Vec<Value> {
        self.json().into_iter().filter(|line| line["reason"] == reason).collect()
    }

    /// The diagnostics of this severity.
    pub fn of_severity(&self, severity: &str) -> Vec<Found> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let found = |d: &Value| Found {
            file: text(&d["file"]),
            line: d["line"].as_u64().unwrap_or_default(),
            column: d["column"].as_u64().unwrap_or_default(),
            code: text(&d["code"]),
            message: text(&d["message"]),
            help: text(&d["help"]),
        };
        self.reason("diagnostic").iter().filter(|d| d["severity"] == severity).map(found).collect()
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, stdout, stderr, elapsed, what } = self;
        write!(f, "{what}\nexit {status} after {elapsed:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}\n---")
    }
}

/// Reads a stream to its end beside the others, so that no full pipe stops the child.
fn read_aside(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            stream.read_to_end(&mut bytes).expect("a readable stream");
        }
        bytes
    })
}
