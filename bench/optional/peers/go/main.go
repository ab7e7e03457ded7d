// Command peer measures ttrpc as its Go implementation does it, with the default of GOGC=100 whatever the environment says.
//
//	peer server unix:PATH
//	peer client PATTERN SIZE WINDOW
//
// The README beside this directory has the lines that it says to its parent.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/gogo/protobuf/types"
)

const (
	service = "samehost.Echo"
	method  = "Echo"
)

// message is what a method takes and returns: a protobuf message with one field of bytes.
type message = types.BytesValue

func main() {
	var err error
	debug.SetGCPercent(100)
	switch {
	case len(os.Args) == 3 && os.Args[1] == "server":
		err = serve(os.Args[2])
	case len(os.Args) == 5 && os.Args[1] == "client":
		err = measure(number(os.Args[3]), number(os.Args[4]))
	default:
		fmt.Fprintln(os.Stderr, "usage: peer server ADDRESS | peer client PATTERN SIZE WINDOW")
		os.Exit(2)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Println("failed", strings.ReplaceAll(err.Error(), "\n", " "))
	os.Exit(1)
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		fail(err)
	}
	return value
}

// path of unix:PATH?OPTIONS.
func path(address string) string {
	path, _, _ := strings.Cut(strings.TrimPrefix(address, "unix:"), "?")
	return path
}

// endWithParent ends this process when its parent has gone, and hands on what the parent says until then.
func endWithParent() <-chan []string {
	instructions := make(chan []string, 1)
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			instructions <- strings.Fields(lines.Text())
		}
		os.Exit(0)
	}()
	return instructions
}
