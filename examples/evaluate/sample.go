package main

import _ "embed"

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
