package main

import (
	"context"
	"fmt"
	"net"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/types"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// server has the methods that the tests call.
//
// It says "listening" with its address, "waiting" when a call of Hold or Expire has begun, and "expired" when the
// deadline of Expire has passed. The line "release" ends every Hold.
type server struct {
	accepted int32 // atomic
	released chan struct{}
	meeting  sync.WaitGroup
}

func serve(network, address string) error {
	listener, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	rpc, err := ttrpc.NewServer()
	if err != nil {
		return err
	}
	s := &server{released: make(chan struct{})}
	s.meeting.Add(meetingSize)
	rpc.Register(service, map[string]ttrpc.Method{
		"Echo":       method(s.echo),
		"Grow":       method(s.grow),
		"Fail":       method(s.fail),
		"Metadata":   method(s.metadata),
		"Deadline":   method(s.deadline),
		"Connection": method(s.connection),
		"Meet":       method(s.meet),
		"Hold":       method(s.hold),
		"Expire":     method(s.expire),
		"Same":       same,
	})
	go func() {
		fail(rpc.Serve(context.Background(), countingListener{listener, &s.accepted}))
	}()
	say("listening", network+":"+listener.Addr().String())
	return eachLine(func(parts []string) {
		if parts[0] == "release" {
			close(s.released)
		}
	})
}

func method(handle func(ctx context.Context, in []byte) ([]byte, error)) ttrpc.Method {
	return func(ctx context.Context, unmarshal func(interface{}) error) (interface{}, error) {
		var in message
		if err := unmarshal(&in); err != nil {
			return nil, err
		}
		out, err := handle(ctx, in.Value)
		if err != nil {
			return nil, err
		}
		return &message{Value: out}, nil
	}
}

// same answers with the message that it got, whatever it is: all of it is unknown to an empty message, which keeps that.
func same(ctx context.Context, unmarshal func(interface{}) error) (interface{}, error) {
	var in types.Empty
	err := unmarshal(&in)
	return &in, err
}

func (s *server) echo(ctx context.Context, in []byte) ([]byte, error) {
	return in, nil
}

// grow answers with as many bytes as it was asked for.
func (s *server) grow(ctx context.Context, in []byte) ([]byte, error) {
	size, err := strconv.Atoi(string(in))
	return make([]byte, size), err
}

// fail answers with the status it was asked for: a code, a space, a message.
func (s *server) fail(ctx context.Context, in []byte) ([]byte, error) {
	number, text, _ := strings.Cut(string(in), " ")
	code, err := strconv.Atoi(number)
	if err != nil {
		return nil, err
	}
	return nil, status.Error(codes.Code(code), text)
}

// metadata answers with what came beside the call: key=value,value for each key in order.
func (s *server) metadata(ctx context.Context, in []byte) ([]byte, error) {
	metadata, _ := ttrpc.GetMetadata(ctx)
	lines := []string{}
	for key, values := range metadata {
		lines = append(lines, key+"="+strings.Join(values, ","))
	}
	sort.Strings(lines)
	return []byte(strings.Join(lines, " ")), nil
}

// deadline answers with the nanoseconds that are left.
func (s *server) deadline(ctx context.Context, in []byte) ([]byte, error) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return []byte("none"), nil
	}
	return []byte(strconv.FormatInt(time.Until(deadline).Nanoseconds(), 10)), nil
}

// connection answers with something that changes when the client connects again.
func (s *server) connection(ctx context.Context, in []byte) ([]byte, error) {
	return []byte(fmt.Sprint(atomic.LoadInt32(&s.accepted))), nil
}

// meet answers once all the calls that meet have come.
func (s *server) meet(ctx context.Context, in []byte) ([]byte, error) {
	s.meeting.Done()
	s.meeting.Wait()
	return in, nil
}

// hold answers when it is released, whatever the deadline.
func (s *server) hold(ctx context.Context, in []byte) ([]byte, error) {
	say("waiting")
	<-s.released
	return in, nil
}

// expire answers when its deadline has passed.
func (s *server) expire(ctx context.Context, in []byte) ([]byte, error) {
	say("waiting")
	<-ctx.Done()
	say("expired")
	return nil, ctx.Err()
}

type countingListener struct {
	net.Listener
	accepted *int32
}

func (l countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		atomic.AddInt32(l.accepted, 1)
	}
	return conn, err
}
