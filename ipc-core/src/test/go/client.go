package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// client makes calls over one connection; it never connects again. What it is told, and what it says:
//
//	call SERVICE METHOD TIMEOUT-NANOS KEY=VALUE,KEY=VALUE TEXT    ok TEXT | failed CODE MESSAGE | lost MESSAGE
//	echo METHOD SIZE                                              ok same | ok different | failed ... | lost ...
//	meet                                                          ok met | failed ... | lost ...
type client struct {
	rpc *ttrpc.Client
}

func connect(network, address string) error {
	return connectAnd(network, address, func(parts []string) {
		fail(fmt.Errorf("unknown command: command=%s", parts[0]))
	})
}

// connectAnd also takes commands that are not a client's.
func connectAnd(network, address string, other func(parts []string)) error {
	conn, err := net.Dial(network, address)
	if err != nil {
		return err
	}
	c := &client{ttrpc.NewClient(conn)}
	say("connected")
	return eachLine(func(parts []string) {
		switch parts[0] {
		case "call":
			c.call(parts[1], parts[2], parts[3], parts[4], parts[5])
		case "echo":
			c.echo(parts[1], parts[2])
		case "meet":
			c.meet()
		default:
			other(parts)
		}
	})
}

func (c *client) call(service, method, timeoutNanos, metadata, text string) {
	ctx := context.Background()
	nanos, err := strconv.ParseInt(timeoutNanos, 10, 64)
	if err != nil {
		fail(err)
	}
	if nanos != 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(nanos))
		defer cancel()
	}
	if metadata != "" {
		md := ttrpc.MD{}
		for _, entry := range strings.Split(metadata, ",") {
			key, value, _ := strings.Cut(entry, "=")
			md.Append(key, value)
		}
		ctx = ttrpc.WithMetadata(ctx, md)
	}
	var out message
	err = c.rpc.Call(ctx, service, method, &message{Value: []byte(text)}, &out)
	sayOutcome(string(out.Value), err)
}

func (c *client) echo(method, size string) {
	length, err := strconv.Atoi(size)
	if err != nil {
		fail(err)
	}
	in := make([]byte, length)
	for i := range in {
		in[i] = byte(i * 31)
	}
	var out message
	err = c.rpc.Call(context.Background(), service, method, &message{Value: in}, &out)
	outcome := "different"
	if bytes.Equal(in, out.Value) {
		outcome = "same"
	}
	sayOutcome(outcome, err)
}

func (c *client) meet() {
	outcomes := make(chan error)
	for i := 0; i < meetingSize; i++ {
		go func(i int) {
			in := fmt.Sprint("call ", i)
			var out message
			err := c.rpc.Call(context.Background(), service, "Meet", &message{Value: []byte(in)}, &out)
			if err == nil && string(out.Value) != in {
				err = fmt.Errorf("answer of another call: sent=%s received=%s", in, out.Value)
			}
			outcomes <- err
		}(i)
	}
	var first error
	for i := 0; i < meetingSize; i++ {
		if err := <-outcomes; first == nil {
			first = err
		}
	}
	sayOutcome("met", first)
}

func sayOutcome(text string, err error) {
	if err == nil {
		say("ok", text)
	} else if st, ok := status.FromError(err); ok {
		say("failed", strconv.Itoa(int(st.Code())), st.Message())
	} else if errors.Is(err, context.DeadlineExceeded) {
		say("failed", strconv.Itoa(int(codes.DeadlineExceeded)), err.Error())
	} else {
		say("lost", err.Error())
	}
}
