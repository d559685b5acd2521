//! Thousands of books, each damaged in some place, in one process: none makes weekbook panic, hang, or fill the memory.
//!
//! `WEEKBOOK_MUTATIONS=50000` makes a longer run, `WEEKBOOK_MUTATION=1234` repeats one case. A case that fails is kept
//! in `target/tmp/mutation-N`, as a book that `weekbook build` takes.

// What a run comes to is said, for those who look.
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[path = "../support/mod.rs"]
mod support;

mod mutate;
mod random;
mod run;
mod seeds;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use run::{Watch, Worker};

/// How many cases `tests/run` makes: two to three minutes on two cores, optimised.
const CASES: u64 = if cfg!(debug_assertions) { 120 } else { 4_000 };
/// The memory that the process may have used at its peak, in kibibytes.
const MOST_MEMORY: u64 = 1024 * 1024;
/// Failures after which a run ends: more say nothing new.
const ENOUGH: usize = 20;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is no number: {text}")))
}

#[test]
fn no_damage_makes_it_panic_hang_or_fill_the_memory() {
    let (first, end) = match number("WEEKBOOK_MUTATION") {
        Some(case) => (case, case + 1),
        None => (0, number("WEEKBOOK_MUTATIONS").unwrap_or(CASES)),
    };
    let workers = thread::available_parallelism().map_or(2, usize::from).min(4);
    let books = seeds::books();
    let watch = Watch::new(workers);
    let next = AtomicU64::new(first);
    let failures: Mutex<Vec<String>> = Mutex::new(Vec::new());
    run::remember_panics();
    thread::scope(|scope| {
        scope.spawn(|| watch.watch());
        let running: Vec<_> = (0..workers)
            .map(|place| {
                let (books, watch, next, failures) = (&books, &watch, &next, &failures);
                scope.spawn(move || {
                    let mut worker = Worker::new(books, watch, place);
                    worker.undamaged();
                    loop {
                        let case = next.fetch_add(1, Ordering::Relaxed);
                        if case >= end || failures.lock().expect("no panic while held").len() >= ENOUGH {
                            break worker.built;
                        }
                        if let Err(failure) = worker.case(case) {
                            failures.lock().expect("no panic while held").push(failure);
                        }
                    }
                })
            })
            .collect();
        let ended: Vec<_> = running.into_iter().map(thread::ScopedJoinHandle::join).collect();
        // Before anything is asserted: the scope waits for it.
        watch.end();
        let built: u64 = ended.into_iter().map(|worker| worker.expect("a worker ends")).sum();
        println!("{} cases, {built} of them built", end - first);
        // Damage that always stops at the first error would show little.
        assert!(end - first < 100 || built * 10 > end - first, "only {built} of {} were built", end - first);
    });
    let failures = failures.into_inner().expect("no panic while held");
    assert!(failures.is_empty(), "{} cases failed:\n{}", failures.len(), failures.join("\n"));
    if let Some(peak) = run::peak_memory() {
        println!("{} MiB at the peak", peak / 1024);
        assert!(peak < MOST_MEMORY, "{peak} KiB at the peak");
    }
}
