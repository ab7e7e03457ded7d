package io.samehost.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The process that started this one: it instructs by lines, and when it has gone this process ends, too. */
final class Parent {
    private final BlockingQueue<String> instructions = new LinkedBlockingQueue<>();

    private Parent() {}

    static Parent open() {
        Parent parent = new Parent();
        Thread reader = new Thread(parent::read, "parent");
        reader.setDaemon(true);
        reader.start();
        return parent;
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                instructions.add(line);
            }
        } catch (IOException parentGone) {
            // the same as the end of its input
        }
        Runtime.getRuntime().halt(0);
    }

    String next() throws InterruptedException {
        return instructions.take();
    }

    void say(String word) {
        System.out.println(word);
    }

    void say(String word, String rest) {
        System.out.println(word + ' ' + rest.replace('\n', ' '));
    }
}
