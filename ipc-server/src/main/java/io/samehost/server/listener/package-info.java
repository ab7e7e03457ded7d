/**
 * What a server tells of itself: calls and connections, for figures and traces. Open {@link
 * io.samehost.server.listener.ServerListener} first. May not come in: anything of a server that can be changed by a listener;
 * whatever is here is promised to users.
 */
package io.samehost.server.listener;
