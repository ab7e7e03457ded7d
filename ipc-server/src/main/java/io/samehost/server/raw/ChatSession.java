package io.samehost.server.raw;

import io.samehost.server.session.Connection;
import io.samehost.server.session.Session;
import io.samehost.transport.peer.PeerCredentials;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/** One member of the room. */
final class ChatSession implements Session {
    private static final String NAME_COMMAND = "/name";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,24}");

    private final ChatService room;
    private final Connection connection;
    private final ChatLines lines = new ChatLines();
    private final AtomicBoolean flushComes = new AtomicBoolean();

    /** Written by the reading thread. */
    private volatile String name;

    ChatSession(ChatService room, Connection connection) {
        this.room = room;
        this.connection = connection;
        this.name = numbered(connection.peer().map(PeerCredentials::user).orElse("somebody"));
    }

    private String numbered(String chosen) {
        return chosen + "#" + connection.id();
    }

    String name() {
        return name;
    }

    /** Queues a line and has it sent, without waiting; false if there is no room for it. From any thread. */
    boolean offer(byte[] line) {
        int owed = connection.output().queuedBytes() + line.length;
        if (owed > ChatService.MAX_QUEUED_BYTES || !connection.memory().mayOwe(owed)) {
            return false;
        }
        connection.output().append(ByteBuffer.wrap(line));
        if (flushComes.compareAndSet(false, true)) {
            try {
                room.execute(this::flush);
            } catch (OutOfMemoryError e) { // no thread in the whole room: the next line takes this one along
                flushComes.set(false);
            }
        }
        return true;
    }

    private void flush() {
        flushComes.set(false); // before the flush: what is appended from here on has a flush of its own
        connection.flush();
    }

    /** Closes without regard for what is queued: that one does not read. */
    void drop() {
        connection.close();
    }

    @Override
    public void opened() {
        room.join(this);
    }

    @Override
    public boolean isReady() {
        return connection.memory().hasRoom();
    }

    @Override
    public void received(ByteBuffer in) {
        lines.take(in).forEach(this::heard);
    }

    private void heard(ChatLines.Line line) {
        if (line.text().isEmpty()) {
            room.tell(this, "* line is too long, not sent: limit=" + ChatLines.MAX_LINE_BYTES + " bytes");
            return;
        }
        String text = line.text().get();
        if (text.equals(NAME_COMMAND) || text.startsWith(NAME_COMMAND + " ")) {
            rename(text.substring(NAME_COMMAND.length()).strip());
        } else if (!text.isBlank()) {
            room.say(this, name + ": " + text);
        }
    }

    private void rename(String chosen) {
        if (!NAME.matcher(chosen).matches()) {
            room.tell(this, "* a name has 1 to 24 letters, digits, '_', '-' or '.', write /name NAME");
            return;
        }
        String before = name;
        name = numbered(chosen);
        room.say(this, "* " + before + " is now " + name);
        room.tell(this, "* you are now " + name);
    }

    @Override
    public void inputEnded() {
        lines.rest().ifPresent(this::heard);
        room.leave(this);
        room.execute(connection::finish);
    }

    @Override
    public void drain() {
        room.tell(this, "* server is closing");
        room.execute(connection::finish);
    }

    @Override
    public void closed() {
        room.leave(this);
    }
}
