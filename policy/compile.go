package policy

import "github.com/tenggat/sla/policy/internal/source"

// New compiles a Spec. It makes all checks that [Parse] makes. The error is
// [Errors], whose places are paths, such as policies[2].targets[0].within,
// instead of lines. The Set keeps a copy of the Spec.
func New(spec Spec) (*Set, error) {
	return newCompiler(&spec, collector{size: source.MaxSize}, nil).compile()
}

// stages are the stages of compiling a Spec, in order. After a final stage
// nothing goes on if there are errors; after the others, later stages find more
// of them.
var stages = []struct {
	name  string
	run   func(*compiler)
	final func(*compiler) bool
}{
	{name: "settings", run: (*compiler).settings},
	{name: "agreement", run: (*compiler).agreement},
	{name: "calendars", run: (*compiler).calendars},
	{name: "statuses", run: (*compiler).statuses},
	{name: "metrics", run: (*compiler).metrics},
	{name: "policies as written", run: (*compiler).written, final: (*compiler).endless},
	{name: "fields", run: (*compiler).fields},
	{name: "own copy", run: (*compiler).copySpec},
	{name: "inheritance", run: (*compiler).inherit},
	{name: "objectives", run: (*compiler).objectives, final: (*compiler).failed},
	{name: "program", run: (*compiler).build},
}

func (c *compiler) compile() (*Set, error) {
	for _, stage := range stages {
		stage.run(c)
		if stage.final != nil && stage.final(c) {
			return nil, c.result()
		}
	}
	return c.set, nil
}

// copySpec makes the Set independent of what the host does with its Spec.
func (c *compiler) copySpec() {
	c.set.spec = c.spec.clone()
	c.spec = &c.set.spec
}

// build compiles what has been checked.
func (c *compiler) build() { c.set.build(c.metricSpecs, c.inheritance.resolved) }
