package io.samehost.server.engine;

import io.samehost.server.turn.CheckReturnValue;
import io.samehost.server.turn.ReadingTurn;
import io.samehost.server.turn.Turn;
import java.io.IOException;

/** Work for the thread of a loop. */
interface LoopTask {
    /** Does it, within the turn of the calling thread. Whatever is thrown, the turn is still the caller's. */
    @CheckReturnValue
    Turn run(ReadingTurn turn) throws IOException;
}
