package mask

import "strings"

// spoken are the numbers under a hundred in words, with their digits.
var spoken = spokenNumbers()

func spokenNumbers() map[string]string {
	units := strings.Fields("nul een twee drie vier vijf zes zeven acht negen")
	teens := strings.Fields("tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien")
	tens := strings.Fields("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
	all := map[string]string{"noul": "0", "dubbelnul": "00"}
	for i, u := range units {
		all[u] = digit(i)
	}
	for i, t := range teens {
		all[t] = "1" + digit(i)
	}
	for i, t := range tens {
		all[t] = digit(i+2) + "0"
		for j, u := range units[1:] {
			all[u+"en"+t] = digit(i+2) + digit(j+1)
		}
	}
	return all
}

func digit(n int) string { return string(rune('0' + n)) }

// spokenPhones masks mobile numbers in words: "nul zes twaalf 34 vijf zes ...".
func (r *reading) spokenPhones() {
	words := r.runs(isWord)
	for i := 0; i < len(words); i++ {
		digits, said := "", false
		k := i
		for ; k < len(words) && len(digits) < 12; k++ {
			if k > i && !partsPhone(strings.ReplaceAll(r.gap(words[k-1], words[k]), ",", "")) {
				break
			}
			w := words[k]
			d, isSaid := spoken[r.text(w)]
			if !isSaid {
				if w.to-w.from > 10 || strings.Trim(r.text(w), "0123456789") != "" {
					break
				}
				d = r.text(w)
			}
			said = said || isSaid
			digits += d
			if len(digits) >= 2 && !strings.HasPrefix(digits, "06") {
				break
			}
		}
		if said && len(digits) >= 9 && strings.HasPrefix(digits, "06") {
			r.mark(words[i].from, words[k-1].to, phone)
			i = k - 1
		}
	}
}
