package policy

import (
	"cmp"
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
		Description: cmp.Or(m.Description, preset.Description),
		Start:       cmp.Or(m.Start, preset.Start),
		Stop:        cmp.Or(m.Stop, preset.Stop),
		Restart:     cmp.Or(m.Restart, preset.Restart),
		Cancel:      cmp.Or(m.Cancel, preset.Cancel),
		Pause:       cmp.Or(m.Pause, preset.Pause),
		Pausable:    cmp.Or(m.Pausable, preset.Pausable),
		Repeat:      cmp.Or(m.Repeat, preset.Repeat),
		OnReopen:    cmp.Or(m.OnReopen, preset.OnReopen),
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
