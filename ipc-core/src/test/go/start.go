package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// child is a server that gets its listening socket as its descriptor 3, as containerd starts its shims. The listener stays
// ours. What it is told beside what a client is told, and what it says:
//
//	end SIGNAL              ended STATUS    the child's input ends, or it gets SIGTERM
//	accept                  accepted        by ourselves, on the same listener
type child struct {
	listener net.Listener
	command  *exec.Cmd
	input    io.Closer
}

// start begins to listen, starts the command with the listener, and becomes its client.
func start(network, address string, words []string) error {
	listener, err := net.Listen(network, address)
	if err != nil {
		return err
	}
	file, err := copyOf(listener)
	if err != nil {
		return err
	}
	command := exec.Command(words[0], words[1:]...)
	command.ExtraFiles = []*os.File{file}
	command.Stderr = os.Stderr
	input, err := command.StdinPipe()
	if err != nil {
		return err
	}
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	file.Close()
	said, err := bufio.NewReader(output).ReadString('\n')
	if err != nil || !strings.HasPrefix(said, "listening\t") {
		return fmt.Errorf("child does not serve: said=%q cause=%v", said, err)
	}
	c := &child{listener, command, input}
	return connectAnd(network, listener.Addr().String(), c.handle)
}

// copyOf gives a descriptor for a child. A file that is known not to block would be made to block as it goes to a child, and
// our listener, which shares the mode, with it.
func copyOf(listener net.Listener) (*os.File, error) {
	raw, err := listener.(syscall.Conn).SyscallConn()
	if err != nil {
		return nil, err
	}
	var file *os.File
	failed := raw.Control(func(fd uintptr) {
		var copied int
		if copied, err = syscall.Dup(int(fd)); err != nil {
			return
		}
		syscall.CloseOnExec(copied)
		if err = syscall.SetNonblock(copied, false); err != nil {
			return
		}
		file = os.NewFile(uintptr(copied), "listener")
		err = syscall.SetNonblock(copied, true)
	})
	if failed != nil {
		return nil, failed
	}
	return file, err
}

func (c *child) handle(parts []string) {
	switch parts[0] {
	case "end":
		c.end(parts[1] == "TERM")
	case "accept":
		c.accept()
	default:
		fail(fmt.Errorf("unknown command: command=%s", parts[0]))
	}
}

func (c *child) end(terminated bool) {
	if terminated {
		if err := c.command.Process.Signal(syscall.SIGTERM); err != nil {
			fail(err)
		}
	} else {
		c.input.Close()
	}
	c.command.Wait() // its error is the exit status
	say("ended", fmt.Sprint(c.command.ProcessState.ExitCode()))
}

// accept needs a listener that does not block, as Go has it: it waits for nobody first, until a deadline.
func (c *child) accept() {
	deadlines := c.listener.(interface{ SetDeadline(time.Time) error })
	deadlines.SetDeadline(time.Now().Add(50 * time.Millisecond))
	if _, err := c.listener.Accept(); !os.IsTimeout(err) {
		fail(fmt.Errorf("accepted nobody, or failed: cause=%v", err))
	}
	deadlines.SetDeadline(time.Time{})
	ours, err := net.Dial(c.listener.Addr().Network(), c.listener.Addr().String())
	if err != nil {
		fail(err)
	}
	defer ours.Close()
	theirs, err := c.listener.Accept()
	if err != nil {
		fail(err)
	}
	theirs.Close()
	say("accepted")
}
