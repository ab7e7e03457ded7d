/**
 * Names of a server's settings, carried by exceptions and log records that concern one: {@link
 * io.samehost.server.setting.Setting}, to open first. So a program that offers settings under names of its own, as a command
 * does with its options, can say which one to change. May not come in: anything that has such a setting.
 */
package io.samehost.server.setting;
