//! Measures ttrpc as its Rust implementation does it, async, on tokio's default runtime: a thread for each processor.
//!
//!     peer server unix:PATH
//!     peer client PATTERN SIZE WINDOW
//!
//! What it says to its parent is in the README beside this directory.

mod client;
mod recording;
mod server;

use std::io::{self, BufRead};
use std::process;
use std::sync::mpsc::{channel, Receiver};
use std::thread;

const SERVICE: &str = "samehost.Echo";
const METHOD: &str = "Echo";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    match arguments[1..] {
        ["server", address] => runtime.block_on(server::serve(address)),
        ["client", _pattern, size, window] => client::measure(&runtime, number(size), number(window)),
        _ => {
            eprintln!("usage: peer server ADDRESS | peer client PATTERN SIZE WINDOW");
            process::exit(2)
        }
    }
}

fn fail(what: &str) -> ! {
    println!("failed {}", what.replace('\n', " "));
    process::exit(1)
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| fail(&format!("not a number: text={}", text)))
}

/// The path of unix:PATH?OPTIONS.
fn path(address: &str) -> &str {
    let path = address.strip_prefix("unix:").unwrap_or_else(|| fail("only unix: addresses"));
    path.split('?').next().unwrap()
}

/// Ends this process when its parent has gone, and hands on what the parent says until then.
fn end_with_parent() -> Receiver<String> {
    let (instructions, receiver) = channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().flatten() {
            let _ = instructions.send(line);
        }
        process::exit(0)
    });
    receiver
}
