/**
 * Passes on what a server does, to its listeners and to the JDK's Flight Recorder. Open {@link
 * io.samehost.server.report.Reports} first. May not come in: whoever does something; those call in here.
 */
package io.samehost.server.report;
