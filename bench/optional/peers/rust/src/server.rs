use crate::{end_with_parent, fail, path, METHOD, SERVICE};
use async_trait::async_trait;
use std::collections::HashMap;
use std::future::pending;
use std::os::unix::io::{FromRawFd, IntoRawFd};
use std::os::unix::net::UnixListener;
use ttrpc::r#async::{convert_response_to_buf, MethodHandler, Server, TtrpcContext};
use ttrpc::{get_status, Code, Request, Response, Result};

pub async fn serve(address: &str) {
    // The library's own bind knows abstract names only.
    let listener = UnixListener::bind(path(address)).unwrap_or_else(|e| fail(&e.to_string()));
    let mut methods: HashMap<String, Box<dyn MethodHandler + Send + Sync>> = HashMap::new();
    methods.insert(format!("/{}/{}", SERVICE, METHOD), Box::new(Echo));
    let server = unsafe { Server::from_raw_fd(listener.into_raw_fd()) };
    let mut server = server.set_domain_unix().register_service(methods);
    server.start().await.unwrap_or_else(|e| fail(&e.to_string()));
    let _parent = end_with_parent();
    println!("ready {}", address);
    pending().await
}

struct Echo;

#[async_trait]
impl MethodHandler for Echo {
    async fn handler(&self, context: TtrpcContext, request: Request) -> Result<(u32, Vec<u8>)> {
        let mut response = Response::new();
        response.set_status(get_status(Code::OK, ""));
        response.set_payload(request.payload);
        Ok((context.mh.stream_id, convert_response_to_buf(response)?))
    }
}
