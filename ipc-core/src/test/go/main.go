// Command peer speaks ttrpc as its Go implementation does, for the tests of every module.
//
//	peer serve   unix:/path | tcp:HOST:PORT
//	peer connect unix:/path | tcp:HOST:PORT
//	peer start   unix:/path | tcp:HOST:PORT COMMAND...
//
// They are driven by lines on standard input, answer with lines on standard output, and end at the end of
// their input. The parts of a line are separated by tabs.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/gogo/protobuf/types"
)

const (
	service = "interop.Peer"

	// meetingSize is how many calls have to be under way at once before Meet answers any of them.
	meetingSize = 64
)

// message is what every method takes and returns: a protobuf message with one field of bytes.
type message = types.BytesValue

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: peer serve|connect|start ADDRESS [COMMAND...]"))
	}
	network, address, found := strings.Cut(os.Args[2], ":")
	if !found {
		fail(fmt.Errorf("address has no family: address=%s", os.Args[2]))
	}
	var err error
	switch os.Args[1] {
	case "serve":
		err = serve(network, address)
	case "connect":
		err = connect(network, address)
	case "start":
		err = start(network, address, os.Args[3:])
	default:
		err = fmt.Errorf("unknown role: role=%s", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "peer:", err)
	os.Exit(1)
}

// say writes one line, whole: several calls may speak at once.
func say(parts ...string) {
	os.Stdout.WriteString(strings.Join(parts, "\t") + "\n")
}

// eachLine calls handle with the parts of every line of the input.
func eachLine(handle func(parts []string)) error {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		handle(strings.Split(lines.Text(), "\t"))
	}
	return lines.Err()
}
