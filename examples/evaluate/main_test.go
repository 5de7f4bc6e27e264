package main

import (
	"os"
	"testing"
)

func TestWantsColor(t *testing.T) {
	device, err := os.Open(os.DevNull) // a character device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer device.Close()
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tests := []struct {
		name string
		f    *os.File
		env  map[string]string
		want bool
	}{
		{"a terminal", device, map[string]string{"TERM": "xterm"}, true},
		{"a file", file, map[string]string{"TERM": "xterm"}, false},
		{"NO_COLOR", device, map[string]string{"NO_COLOR": "1"}, false},
		{"NO_COLOR without a value", device, map[string]string{"NO_COLOR": ""}, true},
		{"a terminal that knows no colour", device, map[string]string{"TERM": "dumb"}, false},
	}
	for _, tt := range tests {
		if got := useColor(tt.f, func(name string) string { return tt.env[name] }); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}
