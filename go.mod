module github.com/tenggat/sla

go 1.25.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/rickar/cal/v2 v2.1.27
	gopkg.in/yaml.v3 v3.0.1
)
