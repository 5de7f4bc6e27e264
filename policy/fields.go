package policy

// Fields are a ticket's fields, with the shape of [net/url.Values]: one value is
// the rule, several are tags, none (or one empty text) means that the field is
// not set.
type Fields map[string][]string
