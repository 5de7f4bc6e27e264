package rule

import "slices"

// Actor is who acted on a ticket, as a set with one member. The zero Actor is
// an unknown actor.
type Actor uint8

var actorNames = [...]string{"customer", "agent", "bot", "system", "vendor"}

// ActorNamed returns the actor of a name of the policy language; the zero Actor
// for any other text.
func ActorNamed(name string) Actor {
	i := slices.Index(actorNames[:], name)
	if i < 0 {
		return 0
	}
	return 1 << i
}

// names are the names of a set of actors.
func (a Actor) names() []string {
	var names []string
	for i, name := range actorNames {
		if a&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}
