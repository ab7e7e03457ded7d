/**
 * The code that users write to answer calls, and the objects that it is given. Open {@link
 * io.samehost.server.handler.RequestHandler} first, then {@link io.samehost.server.handler.ServerRequest}. May not come
 * in: connections, threads, frames; whatever is here is promised to users.
 */
package io.samehost.server.handler;
