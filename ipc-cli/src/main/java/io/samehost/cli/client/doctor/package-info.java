/**
 * Says what works here and what does not: {@code doctor}. A class for each group of checks of this machine, and one for the
 * steps to a server. Open {@link io.samehost.cli.client.doctor.DoctorCommand} first. May not come in: anything that changes
 * the machine, needs root, or leaves a file.
 */
package io.samehost.cli.client.doctor;
