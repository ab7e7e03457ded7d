//! Speaks ttrpc as its Rust implementation does, for the tests of every module.
//!
//!     peer serve   unix:/path
//!     peer connect unix:/path
//!
//! Both are driven by lines on standard input, answer with lines on standard output, and end at the end of
//! their input. The parts of a line are separated by tabs.

mod client;
mod server;

use protobuf::well_known_types::BytesValue;
use protobuf::Message;
use std::io::{self, BufRead, Write};
use std::process;

const SERVICE: &str = "interop.Peer";

/// Calls that have to be under way at once before Meet answers any of them.
const MEETING_SIZE: usize = 64;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() != 3 {
        fail("usage: peer serve|connect ADDRESS");
    }
    let path = match arguments[2].strip_prefix("unix:") {
        Some(path) => path,
        None => fail("only unix: addresses"),
    };
    match arguments[1].as_str() {
        "serve" => server::serve(path),
        "connect" => client::connect(path),
        _ => fail("unknown role"),
    }
}

fn fail(text: &str) -> ! {
    eprintln!("peer: {}", text);
    process::exit(1)
}

/// Writes one line, whole: several calls may speak at once.
fn say(line: &str) {
    let mut out = io::stdout();
    out.write_all(format!("{}\n", line).as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Calls `handle` with the parts of every line of the input.
fn each_line(mut handle: impl FnMut(Vec<&str>)) {
    for line in io::stdin().lock().lines() {
        handle(line.unwrap().split('\t').collect());
    }
}

/// The message that every method takes and returns: protobuf, with one field of bytes.
fn encode(value: Vec<u8>) -> Vec<u8> {
    let mut message = BytesValue::new();
    message.set_value(value);
    message.write_to_bytes().unwrap()
}

fn decode(message: &[u8]) -> Vec<u8> {
    BytesValue::parse_from_bytes(message).unwrap().take_value()
}
