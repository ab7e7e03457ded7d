/**
 * Tells the JDK's Flight Recorder what a client does. Open {@link io.samehost.client.report.RecordedCall} first. May not come in:
 * whoever does something; those call in here.
 */
package io.samehost.client.report;
