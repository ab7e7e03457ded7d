package main

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
)

// Three digits as HdrHistogram keeps them: exact below 2048 ns, then 1024 steps for each doubling.
const (
	stepBits     = 10
	exact        = 2 << stepBits
	buckets      = exact + 40<<stepBits
	highestNanos = int64(time.Minute)
)

// recording is what one caller counts.
type recording struct {
	latency [buckets]uint64
	errors  uint64
}

func (r *recording) reply(latency time.Duration) {
	nanos := latency.Nanoseconds()
	if nanos > highestNanos {
		nanos = highestNanos
	}
	r.latency[bucket(nanos)]++
}

func bucket(nanos int64) int {
	if nanos < exact {
		return int(nanos)
	}
	shift := bits.Len64(uint64(nanos)) - 1 - stepBits
	return exact + (shift-1)<<stepBits + int(nanos>>shift) - 1<<stepBits
}

func lowest(bucket int) int64 {
	if bucket < exact {
		return int64(bucket)
	}
	shift := (bucket-exact)>>stepBits + 1
	step := (bucket-exact)&(1<<stepBits-1) + 1<<stepBits
	return int64(step) << shift
}

// reset discards the warm-up, but not its errors: those are never dropped.
func (r *recording) reset() {
	r.latency = [buckets]uint64{}
}

func (r *recording) add(other *recording) {
	for i, count := range other.latency {
		r.latency[i] += count
	}
	r.errors += other.errors
}

func (r *recording) print(elapsed time.Duration) {
	pairs := []string{}
	for i, count := range r.latency {
		if count > 0 {
			pairs = append(pairs, fmt.Sprintf("[%d,%d]", lowest(i), count))
		}
	}
	fmt.Printf("result {\"elapsedNanos\":%d,\"errors\":%d,\"latency\":[%s]}\n",
		elapsed.Nanoseconds(), r.errors, strings.Join(pairs, ","))
}
