package main

import (
	_ "embed"
	"time"
)

// The embedded sample: real incidents, see sample/README.md, and policies for
// them.
var (
	//go:embed sample/policy.yaml
	samplePolicy []byte
	//go:embed sample/events.jsonl
	sampleEvents []byte
)

// The names the embedded files go by in messages.
const (
	samplePolicyName = "sample/policy.yaml"
	sampleEventsName = "sample/events.jsonl"
)

// afterLast is just after the last event of all histories: the instant at which
// the sample is evaluated unless another is asked for.
func afterLast(histories []*history) time.Time {
	var last time.Time
	for _, h := range histories {
		for _, e := range h.events {
			if e.At.After(last) {
				last = e.At
			}
		}
	}
	return last.Add(time.Minute)
}
