package table

// A Budget bounds the work of building tables. A unit is about 16 bytes of a
// table, or a tenth of a microsecond. A nil Budget has no end.
type Budget struct {
	left int
	over bool
}

// NewBudget returns a Budget of so many units.
func NewBudget(units int) *Budget { return &Budget{left: units} }

// Spend takes some units, and reports whether the Budget has had them.
func (b *Budget) Spend(units int) bool {
	if b == nil {
		return true
	}
	b.left -= units
	b.over = b.over || b.left < 0
	return !b.over
}

// Exhausted reports whether more was asked for than the Budget had.
func (b *Budget) Exhausted() bool { return b != nil && b.over }

// What the parts of a table cost.
const (
	rowUnits  = 2
	yearUnits = 24
	weekUnits = 3
)

// contentUnits returns what the spans and starts of a week cost.
func contentUnits(spans, starts int) int { return spans + starts/4 }
