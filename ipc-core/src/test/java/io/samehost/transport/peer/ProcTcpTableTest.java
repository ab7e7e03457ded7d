package io.samehost.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows are from a little-endian machine. */
final class ProcTcpTableTest {
    static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
    private static final InetSocketAddress OWN = endpoint("127.0.0.1", 0x1F90);
    private static final InetSocketAddress PEER = endpoint("127.0.0.1", 0xC350);
    private static final TcpEnds PEERS = new TcpEnds(PEER, OWN);
    private static final String LOOPBACK6 = "00000000000000000000000001000000";
    private static final String MAPPED = "0000000000000000FFFF00000100007F";

    @TempDir
    Path directory;

    private static InetSocketAddress endpoint(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    static String row(String local, String remote, int state, String uid, String inode) {
        return "   7: %s %s %02X 00000000:00000000 00:00000000 00000000 %5s        0 %s 1 0000000000000000 20 4 30 10 -1"
                .formatted(local, remote, state, uid, inode);
    }

    private ProcTcpTable table(String... rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        lines.addAll(List.of(rows));
        Path file = Files.createTempFile(directory, "tcp", "");
        Files.write(file, lines);
        return new ProcTcpTable(List.of(directory.resolve("missing"), file));
    }

    private Optional<TcpSocket> peer(String... rows) throws IOException {
        return table(rows).read(Set.of(PEERS), Optional.empty()).at(PEERS);
    }

    private List<TcpSocket> listeners(String... rows) throws IOException {
        return table(rows).read(Set.of(PEERS), Optional.of(OWN)).listeners();
    }

    @Test
    void thePeersRowIsTheOneWhosePeerWeAre() throws IOException {
        assertEquals(
                Optional.of(new TcpSocket(false, 1, 3, true)),
                peer(
                        row("0100007F:1F90", "00000000:0000", 10, "1", "11"),
                        row("0100007F:1F90", "0100007F:C350", 1, "2", "22"),
                        row("0100007F:C350", "0100007F:1F90", 1, "3", "33"),
                        row("0100007F:C350", "0100007F:1F91", 1, "4", "44")));
    }

    @Test
    void anIpv4PeerMayStandInTheIpv6Table() throws IOException {
        assertEquals(
                Optional.of(new TcpSocket(true, 1, 1000, true)),
                peer(row(MAPPED + ":C350", MAPPED + ":1F90", 1, "1000", "33")));
    }

    @Test
    void anIpv6PeerIsFound() throws IOException {
        TcpEnds ends = new TcpEnds(endpoint("::1", 0xC350), endpoint("::1", 0x1F90));
        ProcTcpTable table = table(row(LOOPBACK6 + ":C350", LOOPBACK6 + ":1F90", 1, "1000", "33"));
        assertEquals(
                Map.of(ends, new TcpSocket(true, 1, 1000, true)),
                table.read(Set.of(ends, PEERS), Optional.empty()).connections());
    }

    @Test
    void aSocketThatNobodyHasOpenIsClosed() throws IOException {
        assertEquals(
                Optional.of(new TcpSocket(false, 5, 0, false)),
                peer(row("0100007F:C350", "0100007F:1F90", 5, "0", "0")));
    }

    @Test
    void theRestOfAnEarlierConnectionIsPassedOver() throws IOException {
        assertEquals(
                Optional.of(new TcpSocket(false, 1, 3, true)),
                peer(
                        row("0100007F:C350", "0100007F:1F90", 6, "0", "0"),
                        row("0100007F:C350", "0100007F:1F90", 1, "3", "33")));
    }

    @Test
    void aUidBeyondTheSignedRangeIsRead() throws IOException {
        assertEquals(
                -2,
                peer(row("0100007F:C350", "0100007F:1F90", 1, "4294967294", "33"))
                        .orElseThrow()
                        .uid());
    }

    @Test
    void theListenersAreThoseThatListenThere() throws IOException {
        assertEquals(
                List.of(new TcpSocket(false, 10, 3, true)),
                listeners(
                        row("0100007F:1F91", "00000000:0000", 10, "2", "22"),
                        row("0200007F:1F90", "00000000:0000", 10, "2", "22"),
                        row("0100007F:1F90", "00000000:0000", 10, "3", "33"),
                        row("0100007F:C350", "0100007F:1F90", 1, "1", "11")));
    }

    @Test
    void whoListensOnAWildcardListensThereToo() throws IOException {
        assertEquals(
                List.of(new TcpSocket(false, 10, 3, true), new TcpSocket(true, 10, 4, true)),
                listeners(
                        row("00000000:1F90", "00000000:0000", 10, "3", "33"),
                        row("0".repeat(32) + ":1F90", "0".repeat(32) + ":0000", 10, "4", "44")));
    }

    @Test
    void whoListensOnTheVeryAddressComesFirst() throws IOException {
        assertEquals(
                List.of(new TcpSocket(true, 10, 3, true)),
                listeners(
                        row("0".repeat(32) + ":1F90", "0".repeat(32) + ":0000", 10, "4", "44"),
                        row(MAPPED + ":1F90", "0".repeat(32) + ":0000", 10, "3", "33")));
    }

    @Test
    void aTableIsReadNoFurtherThanToTheRow() throws IOException {
        assertEquals(
                3,
                peer(row("0100007F:C350", "0100007F:1F90", 1, "3", "33"), "and no further")
                        .orElseThrow()
                        .uid());
        IOException broken = assertThrows(IOException.class, () -> listeners("no row: of ours"));
        assertEquals("not a row of the kernel's table of sockets: row=no row: of ours", broken.getMessage());
    }

    @Test
    void anEmptyTableKnowsNobody() throws IOException {
        assertEquals(Optional.empty(), peer());
    }
}
