package io.samehost.protocol;

import static io.samehost.protocol.RequestKind.REMOTE_CLOSED;
import static io.samehost.protocol.RequestKind.REMOTE_OPEN;
import static io.samehost.protocol.RequestKind.UNARY;

import io.samehost.protocol.ServerEvent.Refused;
import io.samehost.wire.Status;
import io.samehost.wire.StatusCode;
import org.junit.jupiter.api.Test;

/** The diagrams of ttrpc's PROTOCOL.md, and what may happen between their lines. */
class ConversationTest {

    @Test
    void aUnaryCallIsARequestAndAResponse() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(UNARY, "ping");
            talk.serverSees("request 1 UNARY s/m 'ping'");
            talk.serverAnswers(1, "pong");
            talk.clientSees("response 1 OK 'pong'");
        });
    }

    @Test
    void unaryCallsMayBeAnsweredInAnotherOrder() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(UNARY, "a");
            talk.clientStarts(UNARY, "b");
            talk.clientStarts(UNARY, "c");
            talk.serverSees("request 1 UNARY s/m 'a'", "request 3 UNARY s/m 'b'", "request 5 UNARY s/m 'c'");
            talk.serverAnswers(5, "C");
            talk.serverFails(1, Status.of(StatusCode.NOT_FOUND, "no such letter: letter=a"));
            talk.serverAnswers(3, "B");
            talk.clientSees(
                    "response 5 OK 'C'", "response 1 NOT_FOUND: no such letter: letter=a ''", "response 3 OK 'B'");
        });
    }

    @Test
    void aClientStreamIsManyMessagesAndOneResponse() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSays(1, "one");
            talk.clientSays(1, "two");
            talk.clientCloses(1);
            talk.serverSees("request 1 REMOTE_OPEN s/m ''", "message 1 'one'", "message 1 'two'", "closed 1");
            talk.serverAnswers(1, "2");
            talk.clientSees("response 1 OK '2'");
        });
    }

    @Test
    void aServerStreamIsOneRequestAndManyMessages() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_CLOSED, "count");
            talk.serverSees("request 1 REMOTE_CLOSED s/m 'count'");
            talk.serverSays(1, "one");
            talk.serverSays(1, "two");
            talk.serverCloses(1);
            talk.clientSees("message 1 'one'", "message 1 'two'", "closed 1");
        });
    }

    @Test
    void inAStreamBothEndsSendAndEachClosesItsSide() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "hi");
            talk.serverSees("request 1 REMOTE_OPEN s/m 'hi'");
            talk.serverSays(1, "who?");
            talk.clientSees("message 1 'who?'");
            talk.clientSays(1, "me");
            talk.clientCloses(1);
            talk.serverSees("message 1 'me'", "closed 1");
            talk.serverSays(1, "ah");
            talk.serverCloses(1);
            talk.clientSees("message 1 'ah'", "closed 1");
        });
    }

    @Test
    void messagesOfTwoStreamsInterleaveAndReachTheirOwn() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSays(3, "b");
            talk.clientSays(1, "a");
            talk.clientCloses(3);
            talk.serverSees(
                    "request 1 REMOTE_OPEN s/m ''",
                    "request 3 REMOTE_OPEN s/m ''",
                    "message 3 'b'",
                    "message 1 'a'",
                    "closed 3");
            talk.serverCloses(3);
            talk.serverSays(1, "A");
            talk.clientCloses(1);
            talk.serverSees("closed 1");
            talk.serverCloses(1);
            talk.clientSees("closed 3", "message 1 'A'", "closed 1");
        });
    }

    @Test
    void theServerEndsEarly() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.serverSees("request 1 REMOTE_OPEN s/m ''");
            talk.serverCloses(1);
            talk.clientSays(1, "on its way already");
            String tooLate = "no open stream for this message: streamId=1";
            talk.serverSees("refused 1 INVALID_ARGUMENT: " + tooLate);
            talk.serverSends(talk.server.refuse(new Refused(1, Status.of(StatusCode.INVALID_ARGUMENT, tooLate))));
            talk.clientSees("closed 1", "dropped 1");
        });
    }

    @Test
    void aResponseWithAStatusEndsAStream() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSays(1, "x");
            talk.serverSees("request 1 REMOTE_OPEN s/m ''", "message 1 'x'");
            talk.serverSays(1, "y");
            talk.serverFails(1, Status.of(StatusCode.ABORTED, "enough"));
            talk.clientSees("message 1 'y'", "response 1 ABORTED: enough ''");
        });
    }

    @Test
    void aResponseWithAPayloadEndsAServerStream() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_CLOSED, "");
            talk.serverSees("request 1 REMOTE_CLOSED s/m ''");
            talk.serverSays(1, "y");
            talk.serverAnswers(1, "sum");
            talk.clientSees("message 1 'y'", "response 1 OK 'sum'");
        });
    }

    @Test
    void aCloseMayCarryTheLastMessage() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSends("00000004 00000001 03 01 'last'");
            talk.client.close(1);
            talk.clientStarts(UNARY, "next");
            talk.serverSees(
                    "request 1 REMOTE_OPEN s/m ''", "message 1 'last'", "closed 1", "request 3 UNARY s/m 'next'");
            talk.serverSends("00000004 00000001 03 01 'LAST'");
            talk.server.close(1);
            talk.serverAnswers(3, "NEXT");
            talk.clientSees("message 1 'LAST'", "closed 1", "response 3 OK 'NEXT'");
        });
    }

    @Test
    void emptyMessagesAreMessages() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSays(1, "");
            talk.clientSays(1, "");
            talk.clientCloses(1);
            talk.serverSees("request 1 REMOTE_OPEN s/m ''", "message 1 ''", "message 1 ''", "closed 1");
            talk.serverSays(1, "");
            talk.serverCloses(1);
            talk.clientSees("message 1 ''", "closed 1");
        });
    }

    @Test
    void anEmptyFrameThatClosesIsAMessageUnlessItSaysNoData() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSends("00000000 00000001 03 01 00000000 00000003 03 05");
            talk.serverSees(
                    "request 1 REMOTE_OPEN s/m ''",
                    "request 3 REMOTE_OPEN s/m ''",
                    "message 1 ''",
                    "closed 1",
                    "closed 3");
            talk.serverSends("00000000 00000001 03 01 00000000 00000003 03 05");
            talk.server.close(1);
            talk.server.close(3);
            talk.clientSees("message 1 ''", "closed 1", "closed 3");
        });
    }

    /** No data is no message, whatever the length says. */
    @Test
    void noDataWithBytesIsNoMessage() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.clientSends("00000001 00000001 03 05 'x'");
            talk.serverSees("request 1 REMOTE_OPEN s/m ''", "closed 1");
            talk.serverSends("00000001 00000001 03 05 'x'");
            talk.server.close(1);
            talk.clientSees("closed 1");
        });
    }

    @Test
    void aForgottenCallIsAnsweredToNobody() throws Exception {
        Conversation.inEveryCut(talk -> {
            talk.clientStarts(REMOTE_OPEN, "");
            talk.client.forget(1);
            talk.clientStarts(UNARY, "");
            talk.serverSees("request 1 REMOTE_OPEN s/m ''", "request 3 UNARY s/m ''");
            talk.serverSays(1, "hello?");
            talk.serverAnswers(1, "");
            talk.serverAnswers(3, "here");
            talk.clientSees("dropped 1", "dropped 1", "response 3 OK 'here'");
        });
    }
}
