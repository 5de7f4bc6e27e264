module github.com/tenggat/sla/examples/fakeclock/thirdparty

go 1.25.0

require (
	github.com/coder/quartz v0.3.1
	github.com/jonboulle/clockwork v0.5.0
	github.com/tenggat/sla v0.0.0-00010101000000-000000000000
)

require (
	github.com/rickar/cal/v2 v2.1.27 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/tenggat/sla => ../../..
