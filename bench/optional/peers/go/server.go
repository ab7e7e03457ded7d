package main

import (
	"context"
	"fmt"
	"net"

	"github.com/containerd/ttrpc"
)

func serve(address string) error {
	listener, err := net.Listen("unix", path(address))
	if err != nil {
		return err
	}
	server, err := ttrpc.NewServer()
	if err != nil {
		return err
	}
	server.Register(service, map[string]ttrpc.Method{method: echo})
	endWithParent()
	fmt.Println("ready", address)
	return server.Serve(context.Background(), listener)
}

func echo(ctx context.Context, unmarshal func(interface{}) error) (interface{}, error) {
	var in message
	if err := unmarshal(&in); err != nil {
		return nil, err
	}
	return &in, nil
}
