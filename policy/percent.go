package policy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/tenggat/sla/policy/internal/code"
)

// Percent is a share in thousandths of one per cent: 99.95% is 99950.
type Percent int

// maxPercent is the largest share that can be written.
const maxPercent = 1000_000

// String returns the share with its sign: 99.95%.
func (p Percent) String() string {
	whole, rest := int(p)/1000, int(p)%1000
	if rest == 0 {
		return strconv.Itoa(whole) + "%"
	}
	sign := ""
	if p < 0 {
		sign, whole, rest = "-", -whole, -rest
	}
	return sign + strconv.Itoa(whole) + "." + strings.TrimRight(fmt.Sprintf("%03d", rest), "0") + "%"
}

// ParsePercent reads a share such as 95% or 99.95%, with at most three
// decimals, more than 0% and at most 1000%. The error is an [*Error] with a
// hint.
func ParsePercent(text string) (Percent, error) {
	number, signed := strings.CutSuffix(text, "%")
	whole, rest := leadingDigits(number)
	if !signed {
		return 0, percentError(text, "write it with its sign, such as 95% or 99.95%")
	}
	if whole == "" || len(whole) > 4 {
		return 0, percentError(text, "write a share between 0% and 1000%, such as 95% or 99.95%")
	}
	thousandths := "000"
	if rest != "" {
		decimals, after := leadingDigits(rest[1:])
		if rest[0] != '.' || decimals == "" || after != "" || len(decimals) > 3 {
			return 0, percentError(text, "write at most three decimals after a point, such as 99.95%")
		}
		thousandths = (decimals + "000")[:3]
	}
	p, err := strconv.Atoi(whole + thousandths)
	if err != nil || p == 0 || p > maxPercent {
		return 0, percentError(text, "it must be more than 0% and at most 1000%")
	}
	return Percent(p), nil
}

func percentError(text, hint string) error {
	return &Error{Code: code.BadPercent, Message: fmt.Sprintf("%q is not a share", text), Hint: hint}
}
