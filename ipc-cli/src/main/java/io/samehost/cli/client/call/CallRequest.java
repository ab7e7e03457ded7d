package io.samehost.cli.client.call;

import io.samehost.cli.Arguments;
import io.samehost.cli.client.connect.ServerUsers;
import io.samehost.cli.client.form.FormOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One call as the command line has it: texts that nobody has looked into yet. */
public record CallRequest(
        Optional<String> address,
        String method,
        Optional<String> data,
        List<String> headers,
        Optional<String> timeout,
        Optional<String> patience,
        List<String> serverUsers,
        boolean idempotent,
        boolean json,
        FormOptions form) {

    /**
     * Reads the plain command lines, and leaves every other one, the wrong ones included, to {@link CallCommand}: before
     * that has read its annotations, this call is done. Measured: 40 ms of processor time for an empty JVM, 120 for a call
     * this way, 280 through picocli, whose classes are too old for class data sharing.
     *
     * @return empty where this is no call, or has anything unusual in it
     */
    public static Optional<CallRequest> plain(String[] arguments) {
        if (arguments.length == 0 || !Arguments.areReadable(arguments) || !arguments[0].equals("call")) {
            return Optional.empty();
        }
        Optional<String> data = Optional.empty();
        Optional<String> timeout = Optional.empty();
        Optional<String> patience = Optional.empty();
        List<String> headers = new ArrayList<>();
        List<String> serverUsers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        boolean json = false;
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            boolean more = i + 1 < arguments.length;
            if (argument.equals("--json") && !json) {
                json = true;
            } else if (argument.equals("-d") && more && data.isEmpty()) {
                data = Optional.of(arguments[++i]);
            } else if (argument.equals("-H") && more) {
                headers.add(arguments[++i]);
            } else if (argument.equals("--timeout") && more && timeout.isEmpty()) {
                timeout = Optional.of(arguments[++i]);
            } else if (argument.equals("--wait") && more && patience.isEmpty()) {
                patience = Optional.of(arguments[++i]);
            } else if (argument.equals(ServerUsers.OPTION) && more) {
                serverUsers.addAll(List.of(arguments[++i].split(",")));
            } else if (!argument.startsWith("-") && names.size() < 2) {
                names.add(argument);
            } else {
                return Optional.empty();
            }
        }
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        of(names, data, headers, timeout, patience, serverUsers, false, json, FormOptions.DEFAULT));
    }

    /** With one name or two: the method, and the address before it. */
    static CallRequest of(
            List<String> names,
            Optional<String> data,
            List<String> headers,
            Optional<String> timeout,
            Optional<String> patience,
            List<String> serverUsers,
            boolean idempotent,
            boolean json,
            FormOptions form) {
        if (names.size() > 2) {
            throw new IllegalArgumentException("argument too many: argument=" + names.get(2) + ", -d sends text");
        }
        Optional<String> address = names.size() == 1 ? Optional.empty() : Optional.of(names.get(0));
        return new CallRequest(
                address,
                names.get(names.size() - 1),
                data,
                List.copyOf(headers),
                timeout,
                patience,
                List.copyOf(serverUsers),
                idempotent,
                json,
                form);
    }
}
