package io.samehost.cli.client.json;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Requests in JSON, and what comes of them whichever server is called. A mistake is told before anything is sent. */
final class Requests {
    /** Of the type demo.Everything, as they come back too. */
    private static final String CANONICAL = """
        {"aDouble":1.5}
        {"aDouble":"NaN"}
        {"aFloat":"-Infinity"}
        {"anInt32":-2147483648}
        {"anInt64":"9223372036854775807"}
        {"aUint32":4294967295}
        {"aUint64":"18446744073709551615"}
        {"aSint32":-1}
        {"aSint64":"-1"}
        {"aFixed32":1}
        {"aFixed64":"1"}
        {"aSfixed32":-1}
        {"aSfixed64":"-1"}
        {"aBool":true}
        {"aString":"grüße \\"𝄞\\"\\n"}
        {"aString":"<a href='b?c=d&e'> \\\\u003d"}
        {"someBytes":"AP8="}
        {"color":"GREEN"}
        {"color":7}
        {"person":{"name":"Ann","friends":[{"name":"Bob"}]}}
        {"numbers":[1,2,3]}
        {"colors":["RED","COLOR_UNSPECIFIED"]}
        {"byName":{"one":1}}
        {"byNumber":{"7":{"name":"Ann"}}}
        {"byTruth":{"true":"RED"}}
        {"left":""}
        {"right":0}
        {"maybe":0}
        {"any":{"@type":"type.googleapis.com/demo.Person","name":"Ann"}}
        {"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}
        {"duration":"1.500s"}
        {"timestamp":"2026-01-31T12:00:00Z"}
        {"mask":"aString,person.name"}
        {"struct":{"a":[1.0,null,"x"]}}
        {"value":null}
        {"value":[true]}
        {"list":[1.0]}
        {"boolValue":false}
        {"int64Value":"0"}
        {"stringValue":""}
        {"bytesValue":"AA=="}
        {"doubleValue":0.0}
        {"floatValue":"NaN"}
        {"int32Value":-1}
        {"uint32Value":4294967295}
        {"uint64Value":"18446744073709551615"}
        {"empty":{}}
        {}
        """;

    /** Of the type demo.Everything, and as they come back. */
    private static final String ACCEPTED = """
        {"an_int64": 5}              | {"anInt64":"5"}
        {"anInt64": 9007199254740993.0} | {"anInt64":"9007199254740993"}
        {"anInt32": "5"}             | {"anInt32":5}
        {"anInt32": 5.0}             | {"anInt32":5}
        {"color": 2}                 | {"color":"GREEN"}
        {"someBytes": "_-8"}         | {"someBytes":"/+8="}
        {"aString": null}            | {}
        {"aBool": false}             | {}
        {"aDouble": 1e2}             | {"aDouble":100.0}
        """;

    /** Of the type demo.Person, and what is said of them. */
    private static final String MISTAKES = """
        {"nmae": "x"}                        | unknown field: field=nmae message=demo.Person line=1 column=2, did you mean name?
        {"zzzzzz": "x"}                      | unknown field: field=zzzzzz message=demo.Person line=1 column=2, it has name, age, friends
        {"name": "x","friends":[{"agee":1}]} | unknown field: field=agee message=demo.Person line=1 column=26, did you mean age?
        []                                   | request does not fit its type: message=demo.Person line=1 column=1 cause=not an object, write {...}
        """;

    /** No JSON, and where that is seen. */
    private static final String BROKEN = """
        {"name": x}        | line=1 column=10
        {"name": "x"       | line=1 column=13
        {"name": "x",}     | line=1 column=14
        {'name': "x"}      | line=1 column=2
        {"name":1,"name":2}| line=1 column=17
        """;

    private Requests() {}

    static Stream<String> canonical() {
        return CANONICAL.lines();
    }

    static Stream<Arguments> accepted() {
        return pairs(ACCEPTED);
    }

    static Stream<Arguments> mistakes() {
        return pairs(MISTAKES);
    }

    static Stream<Arguments> broken() {
        return pairs(BROKEN);
    }

    private static Stream<Arguments> pairs(String table) {
        return table.lines().map(line -> Arguments.of((Object[]) line.split(" *\\| *", 2)));
    }
}
