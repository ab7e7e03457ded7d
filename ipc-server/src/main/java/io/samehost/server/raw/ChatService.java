package io.samehost.server.raw;

import io.samehost.server.Connection;
import io.samehost.server.RawService;
import io.samehost.server.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The classic poll server: a line from one connection reaches all others, as {@code NAME#ID: line}. What the room itself
 * has to say begins with {@code "* "}, which no line of a member can.
 *
 * <p>A member is called by its user and the number of its connection, {@code alice#7}. The line {@code /name NAME}
 * changes the name and not the number, so nobody passes for another. Every other line is text: whatever is typed into
 * {@code nc} is said. Lines may have {@value #MAX_LINE_BYTES} bytes and end in LF or CRLF; a longer one is refused.
 * Control characters and what is no UTF-8 arrive as U+FFFD.
 *
 * <p>Nobody waits for a slow reader. What is said is queued for each member; who leaves more than {@value
 * #MAX_QUEUED_BYTES} bytes unread is dropped. Flushing is done by other threads than the one that read the line, since
 * with a thread for each connection it waits for the member. A thread is held up only by a member that does not read,
 * until that one is dropped.
 */
public final class ChatService implements RawService {
    public static final int MAX_LINE_BYTES = ChatLines.MAX_LINE_BYTES;
    public static final int MAX_QUEUED_BYTES = 256 * 1024;

    private final ExecutorService flushers = newFlushers();
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final Set<ChatSession> members = new LinkedHashSet<>();

    public ChatService() {}

    /** An idle thread or a new one: no member waits for another's flush. A member has one task at a time, or two. */
    private static ExecutorService newFlushers() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "samehost-chat-flush");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Session open(Connection connection) {
        return new ChatSession(this, connection);
    }

    /** Members in the room. */
    public int memberCount() {
        lock.lock();
        try {
            return members.size();
        } finally {
            lock.unlock();
        }
    }

    /** Runs what may have to wait for a member's socket. */
    void execute(Runnable task) {
        flushers.execute(task);
    }

    void join(ChatSession session) {
        Set<ChatSession> dropped;
        lock.lock();
        try {
            members.add(session);
            String count = members.size() + " here";
            session.offer(encode("* you are " + session.name() + ", " + count + ", /name NAME changes that"));
            dropped = tellOthers(session, "* " + session.name() + " joined, " + count);
        } finally {
            lock.unlock();
        }
        dropped.forEach(ChatSession::drop);
    }

    /** Does nothing for a session that is not in the room. */
    void leave(ChatSession session) {
        Set<ChatSession> dropped = Set.of();
        lock.lock();
        try {
            if (members.remove(session)) {
                dropped = tellOthers(session, "* " + session.name() + " left, " + members.size() + " here");
            }
        } finally {
            lock.unlock();
        }
        dropped.forEach(ChatSession::drop);
    }

    /** Sends a line to everybody but {@code from}. */
    void say(ChatSession from, String line) {
        Set<ChatSession> dropped;
        lock.lock();
        try {
            dropped = members.contains(from) ? tellOthers(from, line) : Set.of();
        } finally {
            lock.unlock();
        }
        dropped.forEach(ChatSession::drop);
    }

    /** Sends a line to {@code to} alone. */
    void tell(ChatSession to, String line) {
        if (!to.offer(encode(line))) {
            leave(to);
            to.drop();
        }
    }

    /**
     * Under lock, so that all see the same order; what is done for each member never waits.
     *
     * @return who had no room, to be closed without the lock; they are no members any more
     */
    private Set<ChatSession> tellOthers(ChatSession from, String line) {
        Set<ChatSession> dropped = offer(line, member -> !member.equals(from));
        Deque<ChatSession> untold = new ArrayDeque<>(dropped);
        while (!untold.isEmpty()) {
            Set<ChatSession> more =
                    offer("* " + untold.remove().name() + " was dropped, it does not read", any -> true);
            untold.addAll(more);
            dropped.addAll(more);
        }
        return dropped;
    }

    /** Under lock. Those who had no room are members no longer. */
    private Set<ChatSession> offer(String line, Predicate<ChatSession> to) {
        byte[] bytes = encode(line);
        Set<ChatSession> full = new LinkedHashSet<>();
        for (ChatSession member : members) {
            if (to.test(member) && !member.offer(bytes)) {
                full.add(member);
            }
        }
        members.removeAll(full);
        return full;
    }

    private static byte[] encode(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
