package io.samehost.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    private static final String NAME_CHARACTERS = "abcXYZ019._-/:@ #%&=+~,;()[]{}'\"\\\n\täß€漢\uD83D\uDE00";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:/run/user/1000/tool.sock",
                "unix:./tool.sock",
                "unix:tool.sock",
                "unix:@name",
                "unix:@@name",
                "unix:/a:b",
                "unix:/tmp/with space",
                "unix:/tmp/sök",
                "unix:/x?provider=jdk",
                "unix:/x?provider=junixsocket",
                "unix:@x?provider=junixsocket",
                "tcp:localhost:3490",
                "tcp:localhost:0",
                "tcp:127.0.0.1:65535",
                "tcp:[::1]:3490",
                "udp:localhost:3490",
                "udp:[::1]:1",
                "unixgram:/run/x.sock",
                "fd:0",
                "fd:3"
            })
    void aCanonicalAddressPrintsAsItWasRead(String text) {
        assertEquals(text, Address.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "/run/x.sock, unix:/run/x.sock",
        "./x.sock, unix:./x.sock",
        "dir/x.sock, unix:dir/x.sock",
        "/a:b, unix:/a:b",
        "/x?provider=jdk, unix:/x?provider=jdk",
        "@a/b, unix:@a/b",
        "tcp:3490, tcp:localhost:3490",
        "tcp:0, tcp:localhost:0",
        "tcp:00080, tcp:localhost:80",
        "udp:5, udp:localhost:5",
        "unixgram:/x?provider=junixsocket, unixgram:/x",
    })
    void aShortFormPrintsAsTheCanonicalOne(String text, String canonical) {
        assertEquals(canonical, Address.parse(text).toString());
    }

    @Test
    void theSchemeDecidesTheType() {
        assertEquals(new UnixAddress("/x", false, UnixProvider.ANY), Address.parse("unix:/x"));
        assertEquals(
                new UnixAddress("x", true, UnixProvider.JUNIXSOCKET), Address.parse("unix:@x?provider=junixsocket"));
        assertEquals(new TcpAddress("::1", 80), Address.parse("tcp:[::1]:80"));
        assertEquals(new UdpAddress("localhost", 80), Address.parse("udp:80"));
        assertEquals(new UnixDatagramAddress("/x"), Address.parse("unixgram:/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|address is empty: address=\"\", write unix:/path or tcp:PORT",
                "sock|address has no scheme: address=sock, write unix:sock for a socket file or tcp:PORT for a port",
                "3490|not an address: address=3490, write tcp:3490",
                "http://x|unknown scheme: scheme=http, use unix:, tcp:, udp: or unixgram:",
                "localhost:80|not an address: address=localhost:80, write tcp:localhost:80",
                "127.0.0.1:80|not an address: address=127.0.0.1:80, write tcp:127.0.0.1:80",
                "[::1]:80|not an address: address=[::1]:80, write tcp:[::1]:80",
                "tcp://localhost:80|not an address: address=tcp://localhost:80, write tcp:localhost:80",
                "udp://[::1]:80/|not an address: address=udp://[::1]:80/, write udp:[::1]:80",
                "http://localhost:80/a?b|not an address: address=http://localhost:80/a?b, write tcp:localhost:80",
                "TCP:80|not an address: address=TCP:80, write tcp:80",
                "Unix:./x|not an address: address=Unix:./x, write unix:./x",
                ":80|not an address: address=:80, write tcp:80",
                "@tool|not an address: address=@tool, write unix:@tool",
                "' tcp:80'|not an address: address= tcp:80, write tcp:80",
                "sock:x|unknown scheme: scheme=sock, use unix:, tcp:, udp: or unixgram:",
                "unix:|path is empty: path=\"\", write unix:/path or unix:@name",
                "unix:@|name is empty: name=\"\",",
                "unix:?provider=jdk|path is empty:",
                "unix:/x?mode=0600|unknown option: option=mode=0600, use ?provider=jdk or ?provider=junixsocket",
                "unix:/x?|unknown option: option=,",
                "unix:/x?provider=|unknown provider: provider=, use jdk or junixsocket",
                "unix:/x?provider=JDK|unknown provider: provider=JDK,",
                "unix:/x?provider=jdk?provider=jdk|unknown provider: provider=jdk?provider=jdk,",
                "unix:@x?provider=jdk|the JDK has no abstract names: name=@x provider=jdk, leave the option out",
                "unixgram:/x?provider=jdk|the JDK has no AF_UNIX datagrams: provider=jdk,",
                "unixgram:@x|path reads as an abstract name: path=@x, write ./@x",
                "tcp:|port is no number from 0 to 65535: port=, use 0 for any free port",
                "tcp:65536|port is no number from 0 to 65535: port=65536,",
                "tcp:99999999999|port is no number from 0 to 65535: port=99999999999,",
                "tcp:-1|port is no number from 0 to 65535: port=-1,",
                "tcp:+1|port is no number",
                "tcp:0x10|port is no number",
                "tcp:localhost:|port is no number from 0 to 65535: port=,",
                "tcp:localhost|port is missing: host=localhost, write localhost:PORT",
                "tcp:127.0.0.1|port is missing: host=127.0.0.1, write 127.0.0.1:PORT",
                "tcp:local|port is no number from 0 to 65535: port=local,",
                "tcp::80|host is empty: host=\"\", leave it out for localhost",
                "tcp:::1:80|not an address: address=tcp:::1:80, write tcp:[::1]:80",
                "tcp:fe80::1|IPv6 address without brackets: address=fe80::1, write [::1]:PORT",
                "tcp:[::1]|brackets are for an IPv6 address and a port follows them: address=[::1],",
                "tcp:[::1]80|brackets are for an IPv6 address",
                "tcp:[localhost]:80|brackets are for an IPv6 address",
                "tcp:[::zz]:80|host is no name and no IP address: host=::zz,",
                "tcp:a b:80|host is no name and no IP address: host=a b,",
                "tcp:80?provider=jdk|option on an address that takes none: option=provider=jdk, leave it out",
            })
    void aWrongAddressIsRefusedWithItsReasonAndFix(String text, String message) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void aNulInAPathIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Address.parse("unix:/a\0b"));
        assertEquals("path contains NUL: path=/a\\0b, leave it out", refused.getMessage());
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("/a\uD83D", false, UnixProvider.ANY));
    }

    @Test
    void aNameThatWouldNotBeReadBackCannotBeMade() {
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("@x", false, UnixProvider.ANY));
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("/a?b", false, UnixProvider.ANY));
        assertThrows(IllegalArgumentException.class, () -> new TcpAddress("[::1]", 80));
        assertThrows(IllegalArgumentException.class, () -> new UdpAddress("localhost", 65_536));
    }

    @Test
    void everyAddressReadsBackToAnEqualOne() {
        long seed = 20_240_607;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Address address = randomAddress(random);
            assertEquals(address, Address.parse(address.toString()), "seed=" + seed + " i=" + i);
        }
    }

    @Test
    void anyTextIsReadOrRefusedButNothingElse() {
        long seed = 20_240_608;
        Random random = new Random(seed);
        String[] pieces = {
            "unix:", "tcp:", "udp:", "unixgram:", "fd:", "?provider=", "jdk", "[", "]", ":", "@", "/", "80", "\0"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                text.append(random.nextBoolean() ? pieces[random.nextInt(pieces.length)] : randomName(random));
            }
            try {
                Address address = Address.parse(text.toString());
                assertEquals(address, Address.parse(address.toString()), "seed=" + seed + " text=" + text);
            } catch (IllegalArgumentException e) {
                assertTrue(
                        e.getMessage().contains("="), "seed=" + seed + " text=" + text + " message=" + e.getMessage());
            }
        }
    }

    private static Address randomAddress(Random random) {
        UnixProvider[] providers = UnixProvider.values();
        UnixProvider provider = providers[random.nextInt(providers.length)];
        String host = List.of("localhost", "127.0.0.1", "::1", "fe80::1%lo", "a-b.c_d")
                .get(random.nextInt(5));
        int port = random.nextInt(65_536);
        return switch (random.nextInt(5)) {
            case 0 -> new UnixAddress("/" + randomName(random), false, provider);
            case 1 ->
                new UnixAddress(randomName(random), true, provider == UnixProvider.JDK ? UnixProvider.ANY : provider);
            case 2 -> new TcpAddress(host, port);
            case 3 -> new UdpAddress(host, port);
            default -> new UnixDatagramAddress("./" + randomName(random));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd:", "fd:-1", "fd:x", "fd:3?provider=jdk", "fd:9999999999"})
    void aDescriptorIsANumber(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Address.parse(text));
        assertEquals(
                "no descriptor: descriptor=" + text.substring(3) + ", write fd:3 for example", refused.getMessage());
    }

    private static String randomName(Random random) {
        int[] characters = NAME_CHARACTERS.codePoints().toArray();
        StringBuilder name = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
            name.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return name.toString();
    }

    @Test
    void aNameResolvesToAllItsAddressesInTheOrderOfTheResolver() throws IOException {
        List<InetSocketAddress> expected = List.of(InetAddress.getAllByName("localhost")).stream()
                .map(address -> new InetSocketAddress(address, 80))
                .toList();
        assertEquals(expected, new TcpAddress("localhost", 80).resolve());
        assertEquals(expected, new UdpAddress("localhost", 80).resolve());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"})
    void aLoopbackAddressResolvesToItself(String host) throws IOException {
        assertEquals(List.of(new InetSocketAddress(host, 7)), new TcpAddress(host, 7).resolve());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "2001:db8::1"})
    void aHostThatIsNotLoopbackIsRefused(String host) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new TcpAddress(host, 7).resolve());
        assertTrue(
                refused.getMessage().startsWith("host is not loopback: host=" + host + " address="),
                refused.getMessage());
    }

    @Test
    void anUnknownHostIsNamed() {
        UnknownHostException unknown =
                assertThrows(UnknownHostException.class, () -> new TcpAddress("no-such-host.invalid", 7).resolve());
        assertEquals("unknown host: host=no-such-host.invalid, check the name or use localhost", unknown.getMessage());
    }
}
