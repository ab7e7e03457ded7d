use crate::{decode, each_line, encode, fail, say, MEETING_SIZE, SERVICE};
use protobuf::ProtobufEnum;
use std::os::unix::io::IntoRawFd;
use std::os::unix::net::UnixStream;
use std::thread;
use ttrpc::context::{self, Context};
use ttrpc::{Client, Code, Error, Request, Result};

/// Makes calls over one connection; it never connects again. What it is told, and what it says:
///
///     call SERVICE METHOD TIMEOUT-NANOS KEY=VALUE,KEY=VALUE TEXT    ok TEXT | failed CODE MESSAGE | lost MESSAGE
///     echo METHOD SIZE                                              ok same | ok different | failed ... | lost ...
///     meet                                                          ok met | failed ... | lost ...
pub fn connect(path: &str) {
    // The library's own connect knows abstract names only.
    let stream = UnixStream::connect(path).unwrap_or_else(|e| fail(&e.to_string()));
    let client = Client::new(stream.into_raw_fd());
    say("connected");
    each_line(|parts| match parts[0] {
        "call" => {
            let mut request = request(parts[1], parts[2], parts[5].as_bytes().to_vec());
            request.set_timeout_nano(parts[3].parse().unwrap());
            request.set_metadata(metadata(parts[4]));
            say_outcome(call(&client, request).map(|value| String::from_utf8(value).unwrap()));
        }
        "echo" => say_outcome(echo(&client, parts[1], parts[2].parse().unwrap())),
        "meet" => say_outcome(meet(&client)),
        _ => fail("unknown command"),
    });
}

fn request(service: &str, method: &str, value: Vec<u8>) -> Request {
    let mut request = Request::new();
    request.set_service(service.to_string());
    request.set_method(method.to_string());
    request.set_payload(encode(value));
    request
}

fn metadata(entries: &str) -> protobuf::RepeatedField<ttrpc::ttrpc::KeyValue> {
    let mut context = Context::default();
    for entry in entries.split(',').filter(|entry| !entry.is_empty()) {
        let (key, value) = entry.split_once('=').unwrap();
        context.add(key.to_string(), value.to_string());
    }
    context::to_pb(context.metadata)
}

fn call(client: &Client, request: Request) -> Result<Vec<u8>> {
    client.request(request).map(|response| decode(&response.payload))
}

fn echo(client: &Client, method: &str, size: usize) -> Result<String> {
    let value: Vec<u8> = (0..size).map(|i| (i * 31) as u8).collect();
    let answer = call(client, request(SERVICE, method, value.clone()))?;
    Ok(if answer == value { "same" } else { "different" }.to_string())
}

fn meet(client: &Client) -> Result<String> {
    let callers: Vec<_> = (0..MEETING_SIZE)
        .map(|i| {
            let client = client.clone();
            thread::spawn(move || -> Result<()> {
                let value = format!("call {}", i).into_bytes();
                let answer = call(&client, request(SERVICE, "Meet", value.clone()))?;
                if answer != value {
                    return Err(Error::Others(format!("answer of another call: sent={:?} received={:?}", value, answer)));
                }
                Ok(())
            })
        })
        .collect();
    for caller in callers {
        caller.join().unwrap()?;
    }
    Ok("met".to_string())
}

fn say_outcome(outcome: Result<String>) {
    match outcome {
        Ok(text) => say(&format!("ok\t{}", text)),
        Err(Error::RpcStatus(status)) => say(&format!("failed\t{}\t{}", status.get_code().value(), status.get_message())),
        // The library has no kind of its own for a deadline.
        Err(Error::Others(text)) if text.contains("timed out") => {
            say(&format!("failed\t{}\t{}", Code::DEADLINE_EXCEEDED.value(), text))
        }
        Err(other) => say(&format!("lost\t{}", other)),
    }
}
