package io.samehost.cli.client.json;

/** The full names of the messages that a method takes and gives. */
public record MethodSignature(String request, String response) {}
