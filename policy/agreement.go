package policy

import (
	"strconv"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/source"
)

// agreement checks the agreement, which nothing is compiled from.
func (c *compiler) agreement() {
	a := &c.spec.Agreement
	c.choice("agreement.type", "a type of agreement", a.Type, "service", "customer", "multilevel")
	c.choice("agreement.review", "a review period", a.Review, "weekly", "monthly", "quarterly", "yearly")
	c.dates("agreement.term", a.Term)
	c.reports("agreement.reports", a.Reports)
	for _, l := range []struct {
		at    source.Path
		texts []string
	}{
		{"agreement.services", a.Services},
		{"agreement.channels", a.Channels},
		{"agreement.obligations.provider", a.Obligations.Provider},
		{"agreement.obligations.customer", a.Obligations.Customer},
		{"agreement.exclusions", a.Exclusions},
		{"agreement.claims", a.Claims},
	} {
		for i, text := range l.texts {
			if text == "" {
				c.fail(l.at.At(i), code.Empty, "leave it out", "it is empty")
			}
		}
	}
}

// reportPeriods are the periods for which reports are agreed.
var reportPeriods = []string{"week", "month", "quarter", "year"}

// reports checks the reports that the provider owes.
func (c *compiler) reports(p source.Path, reports []AgreedReport) {
	for i := range reports {
		r, q := &reports[i], p.At(i)
		if r.Every == "" {
			c.fail(q, code.MissingKey, "add every: month, for example", "the report needs a period")
		}
		c.choice(q.Key("every"), "a period of reports", r.Every, reportPeriods...)
		if day, ok := strings.CutPrefix(r.Due, "day "); r.Due != "" && (!ok || !isDayOfPeriod(day)) {
			c.fail(q.Key("due"), code.BadDate, `write the day after the period, such as "day 10"`, "%q is not a day on which a report is due", r.Due)
		}
		c.texts(q.Key("by"), r.By)
	}
}

// isDayOfPeriod reports whether a text is a day from 1 to 366.
func isDayOfPeriod(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && 1 <= n && n <= 366
}

func (a *Agreement) isZero() bool {
	return a.Name == "" && a.Provider == "" && a.Customer == "" && a.Type == "" && a.Review == "" &&
		a.Services == nil && a.Channels == nil && a.Term == DateRange{} &&
		a.Obligations.Provider == nil && a.Obligations.Customer == nil &&
		a.Severities == nil && a.Exclusions == nil && a.Reports == nil && a.Claims == nil && a.Currency == ""
}
