package flows

import (
	"slices"
	"strings"

	"wijkbot/flows/category"
	"wijkbot/flows/dutch"
	"wijkbot/flows/reply"
	"wijkbot/store/wijk"
)

// nameWords is how many words the name of a category may have.
const nameWords = 6

// named returns the category that a text names, with nothing else in it but
// perhaps a place. bare says that there is no place either.
func named(text string) (kind wijk.ReportKind, bare, ok bool) {
	if len(text) > maxNamed {
		return "", false, false
	}
	if kind, ok = category.Named(text); ok {
		return kind, true, true
	}
	words := strings.Fields(text)
	if kind, ok = namedBy(words); ok {
		return kind, true, true
	}
	for n := min(nameWords, len(words)-1); n > 0; n-- {
		if kind, ok = namedBy(words[:n]); ok && isPlace(words[n:]) {
			return kind, false, true
		}
	}
	return "", false, false
}

// named is the function of that name, once for each text.
func (t *Turn) named(text string) (kind wijk.ReportKind, bare, ok bool) {
	if !t.naming.done || t.naming.of != text {
		t.naming.kind, t.naming.bare, t.naming.ok = named(text)
		t.naming.of, t.naming.done = text, true
	}
	return t.naming.kind, t.naming.bare, t.naming.ok
}

// A naming is what named returned for a text.
type naming struct {
	of             string
	kind           wijk.ReportKind
	bare, ok, done bool
}

// maxNamed is how long a text that names a category, and where, may be.
const maxNamed = 120

// namedBy is category.Named without the fillers around it.
func namedBy(words []string) (wijk.ReportKind, bool) {
	filler := func(w string) bool {
		said := reply.Words(w)
		return len(content(said)) == 0
	}
	for len(words) > 0 && filler(words[0]) {
		words = words[1:]
	}
	for len(words) > 0 && filler(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return "", false
	}
	return category.Named(strings.Trim(strings.Join(words, " "), ".,:;!?-"))
}

// isPlace reports whether words are an address and little else.
func isPlace(words []string) bool {
	a, ok := dutch.Place(strings.Join(words, " "))
	if !ok || a.Number == "" && a.Postcode == "" || len(words) > nameWords {
		return false
	}
	first := wijk.Fold(strings.Trim(words[0], ".,"))
	return slices.Contains(beforePlace, first) || strings.ContainsAny(first[:min(1, len(first))], "0123456789") ||
		strings.HasPrefix(wijk.Fold(a.Street), first)
}

// beforePlace are the words with which a place begins.
var beforePlace = strings.Fields("bij in op aan voor naast tegenover langs achter hoek ter nabij")
