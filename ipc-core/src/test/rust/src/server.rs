use crate::{decode, each_line, encode, fail, say, MEETING_SIZE, SERVICE};
use protobuf::ProtobufEnum;
use std::collections::HashMap;
use std::fs;
use std::os::unix::io::{FromRawFd, IntoRawFd};
use std::os::unix::net::UnixListener;
use std::sync::{Arc, Barrier, Condvar, Mutex};
use ttrpc::{get_status, Code, Error, MethodHandler, Request, Response, Result, Server, TtrpcContext};

type Methods = HashMap<String, Box<dyn MethodHandler + Send + Sync>>;

/// A server with the methods that the tests call.
///
/// It says "listening" with its address, and "waiting" when a call of Hold has begun. The line "release" ends
/// every Hold.
pub fn serve(path: &str) {
    // The library's own bind knows abstract names only.
    let listener = UnixListener::bind(path).unwrap_or_else(|e| fail(&e.to_string()));
    let released = Arc::new(Gate::default());
    let mut server = unsafe { Server::from_raw_fd(listener.into_raw_fd()) }.register_service(methods(released.clone()));
    server.start().unwrap_or_else(|e| fail(&e.to_string()));
    say(&format!("listening\tunix:{}", path));
    each_line(|parts| {
        if parts[0] == "release" {
            released.open();
        }
    });
}

fn methods(released: Arc<Gate>) -> Methods {
    let meeting = Barrier::new(MEETING_SIZE);
    let mut methods = HashMap::new();
    add(&mut methods, "Echo", |_, value| Ok(value));
    add(&mut methods, "Grow", |_, value| Ok(vec![0; text(value).parse().unwrap()]));
    add(&mut methods, "Fail", |_, value| Err(status(&text(value))));
    add(&mut methods, "Metadata", |context, _| Ok(metadata(context).into_bytes()));
    add(&mut methods, "Deadline", |context, _| Ok(deadline(context).into_bytes()));
    add(&mut methods, "Connection", |context, _| Ok(connection(context).into_bytes()));
    add(&mut methods, "Meet", move |_, value| {
        meeting.wait();
        Ok(value)
    });
    add(&mut methods, "Hold", move |_, value| {
        say("waiting");
        released.pass();
        Ok(value)
    });
    methods.insert(format!("/{}/Same", SERVICE), Box::new(Same));
    methods
}

fn add<F>(methods: &mut Methods, name: &str, handle: F)
where
    F: Fn(&TtrpcContext, Vec<u8>) -> Result<Vec<u8>> + Send + Sync + 'static,
{
    methods.insert(format!("/{}/{}", SERVICE, name), Box::new(Method(handle)));
}

struct Method<F>(F);

impl<F> MethodHandler for Method<F>
where
    F: Fn(&TtrpcContext, Vec<u8>) -> Result<Vec<u8>>,
{
    fn handler(&self, context: TtrpcContext, request: Request) -> Result<()> {
        let mut response = Response::new();
        match (self.0)(&context, decode(&request.payload)) {
            Ok(value) => {
                response.set_status(get_status(Code::OK, ""));
                response.set_payload(encode(value));
            }
            Err(Error::RpcStatus(status)) => response.set_status(status),
            Err(other) => response.set_status(get_status(Code::UNKNOWN, other)),
        }
        ttrpc::response_to_channel(context.mh.stream_id, response, context.res_tx)
    }
}

/// Answers with the message that it got, whatever it is.
struct Same;

impl MethodHandler for Same {
    fn handler(&self, context: TtrpcContext, request: Request) -> Result<()> {
        let mut response = Response::new();
        response.set_status(get_status(Code::OK, ""));
        response.set_payload(request.payload);
        ttrpc::response_to_channel(context.mh.stream_id, response, context.res_tx)
    }
}

fn text(value: Vec<u8>) -> String {
    String::from_utf8(value).unwrap()
}

/// The status that was asked for: a code, a space, a message.
fn status(wanted: &str) -> Error {
    let (code, message) = wanted.split_once(' ').unwrap();
    Error::RpcStatus(get_status(Code::from_i32(code.parse().unwrap()).unwrap(), message))
}

/// The metadata of the call: key=value,value for each key in order.
fn metadata(context: &TtrpcContext) -> String {
    let mut lines: Vec<String> =
        context.metadata.iter().map(|(key, values)| format!("{}={}", key, values.join(","))).collect();
    lines.sort();
    lines.join(" ")
}

/// The nanoseconds that were left when the client sent the call. The library tells its handlers, and that is all
/// it does about deadlines.
fn deadline(context: &TtrpcContext) -> String {
    match context.timeout_nano {
        0 => "none".to_string(),
        nanos => nanos.to_string(),
    }
}

/// Something that changes when the client connects again: the inode of the socket.
fn connection(context: &TtrpcContext) -> String {
    fs::read_link(format!("/proc/self/fd/{}", context.fd)).unwrap().display().to_string()
}

/// Opens once, and lets everybody pass from then on.
#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.is_open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let is_open = self.is_open.lock().unwrap();
        drop(self.opened.wait_while(is_open, |is_open| !*is_open).unwrap());
    }
}
