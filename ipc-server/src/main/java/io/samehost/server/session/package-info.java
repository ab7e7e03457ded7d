/**
 * The seam between moving bytes and their meaning: an engine drives a {@link io.samehost.server.session.Session}, which
 * answers through its {@link io.samehost.server.session.Connection}. Open {@code Session} first. Raw services use the
 * same seam as the RPC session. May not come in: engines, frames, calls; whatever is here is promised to users.
 */
package io.samehost.server.session;
