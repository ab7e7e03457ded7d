package io.samehost.server.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The classic poll server: a line from one connection reaches all others, as {@code NAME#ID: line}. Lines of the
 * room itself begin with {@code "* "}, which no line of a member can.
 *
 * <p>A member is called by its user and the number of its connection, {@code alice#7}. The line {@code /name NAME}
 * changes the name and not the number, so nobody passes for another. Every other line is text: whatever is typed into
 * {@code nc} is said. Lines may have {@value #MAX_LINE_BYTES} bytes and end in LF or CRLF; a longer one is refused.
 * Control characters and bytes that are no UTF-8 arrive as U+FFFD.
 *
 * <p>Nobody waits for a slow reader. Lines are queued for each member; one that leaves more than {@value
 * #MAX_QUEUED_BYTES} bytes unread is dropped, or more than 8 KiB while the server's memory for its peers is used up.
 * Flushing is done by other threads than the one that read the line, since
 * with a thread for each connection it waits for the member. A thread is held up only by a member that does not read,
 * until that one is dropped.
 */
public final class ChatService implements RawService {
    public static final int MAX_LINE_BYTES = ChatLines.MAX_LINE_BYTES;
    public static final int MAX_QUEUED_BYTES = 256 * 1024;

    /** A member has one task at a time, or two. */
    private final FlushThreads flushers;

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. */
    private final Set<ChatSession> members = new LinkedHashSet<>();

    public ChatService() {
        this(FlushThreads.daemons());
    }

    ChatService(FlushThreads flushers) {
        this.flushers = flushers;
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

    /** Has something run that may have to wait for a member's socket; fails if there is no thread for it. */
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
