package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/containerd/ttrpc"
)

// client keeps a window of calls in flight over one connection, each in a goroutine of its own.
type client struct {
	rpc       *ttrpc.Client
	sizeBytes int
	window    int
	callers   []recording
}

func measure(sizeBytes, window int) error {
	c := &client{sizeBytes: sizeBytes, window: window, callers: make([]recording, window)}
	elapsed := time.Duration(0)
	for instruction := range endWithParent() {
		switch instruction[0] {
		case "connect":
			conn, err := net.Dial("unix", path(instruction[1]))
			if err != nil {
				return err
			}
			c.rpc = ttrpc.NewClient(conn)
			fmt.Println("connected")
		case "warm":
			c.run(milliseconds(instruction[1]))
			fmt.Println("warmed")
		case "measure":
			for i := range c.callers {
				c.callers[i].reset()
			}
			elapsed = c.run(milliseconds(instruction[1]))
			fmt.Println("measured")
		case "result":
			c.total().print(elapsed)
		}
	}
	return nil
}

func milliseconds(text string) time.Duration {
	return time.Duration(number(text)) * time.Millisecond
}

// run calls for so long, and returns how long it took until the last reply.
func (c *client) run(duration time.Duration) time.Duration {
	start := time.Now()
	if c.window == 1 {
		c.call(&c.callers[0], start, duration)
		return time.Since(start)
	}
	var callers sync.WaitGroup
	callers.Add(c.window)
	for i := range c.callers {
		go func(r *recording) {
			defer callers.Done()
			c.call(r, start, duration)
		}(&c.callers[i])
	}
	callers.Wait()
	return time.Since(start)
}

// call makes one call after the other.
func (c *client) call(r *recording, start time.Time, duration time.Duration) {
	in := message{Value: bytes.Repeat([]byte{'x'}, c.sizeBytes)}
	now := time.Now()
	for sequence := 0; now.Sub(start) < duration; sequence++ {
		in.Value[0] = byte(sequence)
		var out message
		if err := c.rpc.Call(context.Background(), service, method, &in, &out); err != nil {
			fail(err)
		}
		done := time.Now()
		if len(out.Value) == c.sizeBytes && out.Value[0] == in.Value[0] {
			r.reply(done.Sub(now))
		} else {
			r.errors++
		}
		now = done
	}
}

func (c *client) total() *recording {
	total := &recording{}
	for i := range c.callers {
		total.add(&c.callers[i])
	}
	return total
}
