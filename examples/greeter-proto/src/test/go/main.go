// Command peer speaks greeter.proto as a program in Go does. Its messages are written by hand, so that no generator is needed.
//
//	peer serve unix:/path          says "serving", and greets until its input ends
//	peer greet unix:/path NAME     says the greeting
package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/proto"
)

const service = "demo.Greeter"

type person struct {
	Name string `protobuf:"bytes,1,opt,name=name,proto3"`
}

func (m *person) Reset()         { *m = person{} }
func (m *person) String() string { return proto.CompactTextString(m) }
func (*person) ProtoMessage()    {}

type greeting struct {
	Text string `protobuf:"bytes,1,opt,name=text,proto3"`
}

func (m *greeting) Reset()         { *m = greeting{} }
func (m *greeting) String() string { return proto.CompactTextString(m) }
func (*greeting) ProtoMessage()    {}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	network, address, _ := strings.Cut(words[1], ":")
	if words[0] == "serve" {
		return serve(network, address)
	}
	return greet(network, address, words[2])
}

func serve(network, address string) error {
	listener, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	server, err := ttrpc.NewServer()
	if err != nil {
		return err
	}
	server.Register(service, map[string]ttrpc.Method{
		"Greet": func(ctx context.Context, unmarshal func(interface{}) error) (interface{}, error) {
			var who person
			if err := unmarshal(&who); err != nil {
				return nil, err
			}
			return &greeting{Text: "Good day, " + who.Name + "!"}, nil
		},
	})
	go server.Serve(context.Background(), listener)
	fmt.Println("serving")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

func greet(network, address, name string) error {
	conn, err := net.Dial(network, address)
	if err != nil {
		return err
	}
	client := ttrpc.NewClient(conn)
	defer client.Close()
	var answer greeting
	if err := client.Call(context.Background(), service, "Greet", &person{Name: name}, &answer); err != nil {
		return err
	}
	fmt.Println(answer.Text)
	return nil
}
