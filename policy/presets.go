package policy

import (
	_ "embed"
	"fmt"
	"maps"
	"sync"
)

//go:embed presets.yaml
var presetsFile []byte

// presets are the metrics that every Set has.
var presets = sync.OnceValue(func() map[string]MetricSpec {
	var spec Spec
	var c collector
	if c.read("presets.yaml", presetsFile, &spec); len(c.errs) > 0 {
		panic(fmt.Sprintf("policy: %v", c.errs)) // a test reads it
	}
	return spec.Metrics
})

// over lays the keys of m over a preset, key by key.
func (m MetricSpec) over(preset MetricSpec) MetricSpec {
	return MetricSpec{
		Description: first(m.Description, preset.Description),
		Start:       first(m.Start, preset.Start),
		Stop:        first(m.Stop, preset.Stop),
		Restart:     first(m.Restart, preset.Restart),
		Cancel:      first(m.Cancel, preset.Cancel),
		Pause:       first(m.Pause, preset.Pause),
		Pausable:    first(m.Pausable, preset.Pausable),
		Repeat:      first(m.Repeat, preset.Repeat),
		OnReopen:    first(m.OnReopen, preset.OnReopen),
	}
}

// allMetrics are the metrics of a Spec, presets too.
func (s *Spec) allMetrics() map[string]MetricSpec {
	all := maps.Clone(presets())
	for name, m := range s.Metrics {
		all[name] = m.over(all[name])
	}
	return all
}
