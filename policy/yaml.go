package policy

import "github.com/tenggat/sla/policy/internal/source"

// YAML returns the policies as one file, files and bases merged: [Parse] makes
// an equal Set of it. Comments are not kept, and short forms are written out.
func (s *Set) YAML() []byte {
	spec := s.Spec()
	return source.Write(language().Write(&spec))
}
