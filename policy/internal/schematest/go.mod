module github.com/tenggat/sla/policy/internal/schematest

go 1.25.0

require (
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3
	github.com/tenggat/sla v0.0.0
)

require (
	github.com/rickar/cal/v2 v2.1.27 // indirect
	golang.org/x/text v0.14.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/tenggat/sla => ../../..
