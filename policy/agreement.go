package policy

import (
	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// agreement checks the agreement, which nothing is compiled from.
func (c *compiler) agreement() {
	a := &c.spec.Agreement
	c.choice("agreement.type", "a type of agreement", a.Type, "service", "customer", "multilevel")
	c.choice("agreement.review", "a review period", a.Review, "monthly", "quarterly", "yearly")
	c.dates("agreement.term", a.Term)
	for _, l := range []struct {
		at    source.Path
		texts []string
	}{
		{"agreement.services", a.Services},
		{"agreement.channels", a.Channels},
		{"agreement.obligations.provider", a.Obligations.Provider},
		{"agreement.obligations.customer", a.Obligations.Customer},
	} {
		for i, text := range l.texts {
			if text == "" {
				c.fail(l.at.At(i), code.Empty, "leave it out", "it is empty")
			}
		}
	}
}

func (a *Agreement) isZero() bool {
	return a.Name == "" && a.Provider == "" && a.Customer == "" && a.Type == "" && a.Review == "" &&
		a.Services == nil && a.Channels == nil && a.Term == DateRange{} &&
		a.Obligations.Provider == nil && a.Obligations.Customer == nil
}
