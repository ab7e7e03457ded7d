/**
 * Services that speak bytes instead of calls: hello, echo, chat, and exec, which starts a process for each connection;
 * and {@link io.samehost.server.raw.ExecCalls}, which starts one for each call. Open {@link
 * io.samehost.server.raw.EchoService} first, the shortest. May not come in: frames, and anything of an engine.
 */
package io.samehost.server.raw;
