package policy

// Finding is something in a policy that is legal but probably a mistake. It has
// the fields of an [Error] and is printed in the same way.
type Finding Error

// String prints the finding as a compiler does:
//
//	sla.yaml:40:5: policies[3]: no ticket reaches the policy "chat": "standard" is tried before it and matches them all; put it before "standard" [shadowed_policy]
func (f *Finding) String() string { return (*Error)(f).Error() }

// Snippet returns the line of src that the finding is on, with a caret under its
// column. It is empty if the finding has no line in src.
func (f *Finding) Snippet(src []byte) string { return (*Error)(f).Snippet(src) }
