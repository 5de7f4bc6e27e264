package policy

import _ "embed"

// Schema is the JSON Schema (draft 2020-12) of a policy file, for editors: it
// has every key and the form of every value. It does not check what needs
// the whole file, such as whether a calendar that is named exists; [Parse]
// does. The file beside this one is schema.json; name it in the first line of a
// policy file:
//
//	# yaml-language-server: $schema=schema.json
//
//go:embed schema.json
var Schema string
