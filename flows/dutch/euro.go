package dutch

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var euro = regexp.MustCompile(`^(-?)(?:€|eur|euro)? ?(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:[,.](\d{2}|-))?(?: ?(?:€|eur|euro))?$`)

// Euro reads an amount of money as people type it, "85,50", "€ 85" or
// "1.250,00", and returns it in cents. An amount that could be read in two
// ways, such as "1,250", is none.
func Euro(text string) (cents int64, ok bool) {
	m := euro.FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if m == nil {
		return 0, false
	}
	whole, err := strconv.ParseInt(strings.ReplaceAll(m[2], ".", ""), 10, 64)
	if err != nil || whole > mostEuros {
		return 0, false
	}
	cents = 100 * whole
	if m[3] != "" && m[3] != "-" {
		part, _ := strconv.ParseInt(m[3], 10, 64)
		cents += part
	}
	if m[1] != "" {
		cents = -cents
	}
	return cents, true
}

// mostEuros is more than anybody enters by chat on purpose.
const mostEuros = 1_000_000

// SayEuro writes an amount in cents as people read it: "€ 1.250,00".
func SayEuro(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole := strconv.FormatInt(cents/100, 10)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return fmt.Sprintf("%s€ %s,%02d", sign, whole, cents%100)
}
