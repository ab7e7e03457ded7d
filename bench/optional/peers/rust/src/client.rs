use crate::recording::Recording;
use crate::{end_with_parent, fail, number, path, METHOD, SERVICE};
use std::os::unix::io::IntoRawFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use ttrpc::r#async::Client;
use ttrpc::Request;

/// Keeps a window of calls in flight over one connection, each in a task of its own.
pub fn measure(runtime: &Runtime, size: usize, window: usize) {
    let mut callers: Vec<Recording> = (0..window).map(|_| Recording::new()).collect();
    let mut elapsed = Duration::default();
    let mut client = None;
    for line in end_with_parent() {
        let mut parts = line.splitn(2, ' ');
        let word = parts.next().unwrap();
        let rest = parts.next().unwrap_or("");
        match word {
            "connect" => {
                client = Some(runtime.block_on(connect(rest)));
                println!("connected");
            }
            "warm" => {
                run(runtime, client.as_ref().unwrap(), size, &mut callers, milliseconds(rest));
                println!("warmed");
            }
            "measure" => {
                callers.iter_mut().for_each(Recording::reset);
                elapsed = run(runtime, client.as_ref().unwrap(), size, &mut callers, milliseconds(rest));
                println!("measured");
            }
            "result" => println!("result {}", Recording::total(&callers).json(elapsed)),
            _ => fail("unknown instruction"),
        }
    }
}

fn milliseconds(text: &str) -> Duration {
    Duration::from_millis(number(text) as u64)
}

/// The library's own connect knows abstract names only.
async fn connect(address: &str) -> Client {
    let stream = UnixStream::connect(path(address)).unwrap_or_else(|e| fail(&e.to_string()));
    Client::new(stream.into_raw_fd())
}

/// Calls for so long, and returns how long it took until the last reply.
fn run(runtime: &Runtime, client: &Client, size: usize, callers: &mut Vec<Recording>, duration: Duration) -> Duration {
    let start = Instant::now();
    let tasks: Vec<_> = callers
        .drain(..)
        .map(|recording| runtime.spawn(call(client.clone(), size, recording, start, duration)))
        .collect();
    for task in tasks {
        callers.push(runtime.block_on(task).unwrap());
    }
    start.elapsed()
}

/// Makes one call after the other.
async fn call(mut client: Client, size: usize, mut recording: Recording, start: Instant, duration: Duration) -> Recording {
    let mut now = Instant::now();
    let mut stamp = 0u8;
    while now - start < duration {
        let response = client.request(request(size, stamp)).await.unwrap_or_else(|e| fail(&e.to_string()));
        let done = Instant::now();
        recording.reply(response.payload.len() == size && response.payload[0] == stamp, done - now);
        stamp = stamp.wrapping_add(1);
        now = done;
    }
    recording
}

/// The library takes a request away, so each call needs a new one.
fn request(size: usize, stamp: u8) -> Request {
    let mut payload = vec![b'x'; size];
    payload[0] = stamp;
    let mut request = Request::new();
    request.set_service(SERVICE.to_string());
    request.set_method(METHOD.to_string());
    request.set_payload(payload);
    request
}
