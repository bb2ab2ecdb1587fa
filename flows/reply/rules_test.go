package reply

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestBenignPatternsAreNarrow refuses a pattern that could excuse a text of
// negations and small words alone, such as "ik heb niet".
func TestBenignPatternsAreNarrow(t *testing.T) {
	small := map[string]bool{"verder": true, "mag": true, "zijn": true}
	for _, list := range []string{everydayWords, classes["niet"], classes["kan"]} {
		for w := range strings.FieldsSeq(list) {
			small[w] = true
		}
	}
	for w := range strings.FieldsSeq("man vrouw u je dank bel goed") {
		delete(small, w) // no cry for help is made of these
	}
	for _, bk := range books() {
		if bk.kind > good {
			continue
		}
		for _, r := range bk.rules {
			for _, p := range r.patterns {
				if strings.HasPrefix(p, "= ") {
					continue
				}
				firm := false
				for e := range strings.FieldsSeq(p) {
					if len(e) > 1 && e[0] != '(' && !slices.ContainsFunc(spell(e), func(w string) bool { return small[w] }) {
						firm = true
					}
				}
				if !firm {
					t.Errorf("%s: %q rests on small words only", r.id, p)
				}
				if strings.Contains(p, "~~") || strings.Contains(p, " + ") {
					t.Errorf("%s: %q reaches too far for a harmless phrase", r.id, p)
				}
			}
		}
	}
}

// TestFillersDenyNothing holds the vocabulary to checkins.md: a filler word may
// not be a negator in any language we support.
func TestFillersDenyNothing(t *testing.T) {
	for text, w := range words().exact {
		if w.is(harmless|positive) && w.is(negator|contrast) {
			t.Errorf("%q is harmless in one list and denies in another", text)
		}
	}
}

// TestPatternsAreSpelled refuses patterns that can never match, and rule ids
// that are used twice.
func TestPatternsAreSpelled(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range words().rules {
		if key := r.id; seen[key] && r.kind >= urgent {
			t.Errorf("rule %s exists twice", key)
		}
		seen[r.id] = true
	}
	shape := regexp.MustCompile(`^(\*?[\pL\pN]+\*?|<\pL+>|[\pS☀-⛿]+|[،])$`)
	for _, bk := range books() {
		for _, r := range bk.rules {
			for _, p := range r.patterns {
				for e := range strings.FieldsSeq(p) {
					if strings.Contains("~~ ^ $ + =", e) {
						continue
					}
					for a := range strings.SplitSeq(strings.Trim(e, "()"), "|") {
						if a == "$" || !shape.MatchString(fold(a)) { // the end of a sentence is no word: it stands alone
							t.Errorf("%s: %q in %q can never be a word", r.id, a, p)
						}
					}
				}
			}
		}
	}
	for name, members := range classes {
		for w := range strings.FieldsSeq(members) {
			if !shape.MatchString(fold(w)) {
				t.Errorf("class %s: %q can never be a word", name, w)
			}
		}
	}
}
