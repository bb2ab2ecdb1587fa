package dutch

import (
	"strings"
	"testing"
)

func TestEuro(t *testing.T) {
	for text, want := range map[string]int64{
		"85": 8500, "85,50": 8550, "85.50": 8550, "€ 85": 8500, "€85,-": 8500, "1.250,00": 125000, "1.250": 125000, "1250": 125000,
		"85 euro": 8500, "EUR 12,30": 1230, "0,05": 5, "-85,50": -8550, " 7 ": 700, "1000000": 100000000,
	} {
		if got, ok := Euro(text); !ok || got != want {
			t.Errorf("Euro(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", "€", "1,250", "1.25.0", "12,3", "12,345", "1e9", "twaalf", "85,50,00", "1000000000", "1.0000", "٣"} {
		if got, ok := Euro(text); ok {
			t.Errorf("Euro(%q) = %d", text, got)
		}
	}
	for cents, want := range map[int64]string{0: "€ 0,00", 5: "€ 0,05", 8550: "€ 85,50", 125000: "€ 1.250,00", 123456789: "€ 1.234.567,89", -8550: "-€ 85,50"} {
		if got := SayEuro(cents); got != want {
			t.Errorf("SayEuro(%d) = %q, want %q", cents, got, want)
		}
	}
}

func FuzzEuro(f *testing.F) {
	for _, s := range []string{"85,50", "€ 1.250,00", "-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cents, ok := Euro(text)
		if !ok {
			return
		}
		said := strings.Replace(SayEuro(cents), "€ ", "", 1)
		if again, ok := Euro(said); !ok || again != cents {
			t.Errorf("Euro(%q) = %d, but Euro(%q) = %d, %v", text, cents, said, again, ok)
		}
	})
}
