package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"wijkbot/store/wijk"
)

// faults collects everything that is wrong with a file. A fault names the row,
// its id and the field, never a value that is somebody's.
type faults struct{ errs []error }

func (l *faults) addf(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf(format, args...))
}

// A form reads one object of the file, key by key.
type form struct {
	at     string // "residents row 3 (r-4)"
	values map[string]value
	unread []string
	faults *faults
}

func newForm(l *faults, at string, v value) *form {
	f := &form{at: at, values: make(map[string]value), faults: l}
	if v.kind != isObject {
		l.addf("%s: must be %s, not %s", at, isObject, v.kind)
		return f
	}
	for i, key := range v.keys {
		if _, twice := f.values[key]; twice {
			f.fault(key, "occurs twice")
			continue
		}
		f.values[key] = v.items[i]
		f.unread = append(f.unread, key)
	}
	return f
}

func (f *form) fault(key, format string, args ...any) {
	f.faults.addf("%s: %s: %s", f.at, shown(key), fmt.Sprintf(format, args...))
}

// shown returns a key of the file as it may be printed.
func shown(key string) string {
	if len(key) > 40 || strings.ContainsFunc(key, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return "a key of " + strconv.Itoa(len(key)) + " bytes"
	}
	return key
}

// done refuses the keys that nobody asked for.
func (f *form) done() {
	for _, key := range f.unread {
		f.fault(key, "unknown key")
	}
}

// take returns the value of key if it is there and of the kind wanted.
func (f *form) take(key, kind string) (value, bool) {
	v, ok := f.values[key]
	if !ok {
		return value{}, false
	}
	f.unread = slices.DeleteFunc(f.unread, func(k string) bool { return k == key })
	if v.kind != kind {
		f.fault(key, "must be %s, not %s", kind, v.kind)
		return value{}, false
	}
	return v, true
}

// has reports whether the key is in the file, whatever its value.
func (f *form) has(key string) bool {
	_, ok := f.values[key]
	return ok
}

// text returns a text of at most limit letters on one line, without the space
// around it.
func (f *form) text(key string, limit int) string {
	v, ok := f.take(key, isText)
	if !ok {
		return ""
	}
	s := strings.TrimSpace(v.text)
	switch {
	case utf8.RuneCountInString(s) > limit:
		f.fault(key, "longer than %d letters", limit)
	case strings.ContainsFunc(s, unprintable):
		f.fault(key, "holds a character that cannot be printed")
	default:
		return s
	}
	return ""
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }

// need is text that may not be empty.
func (f *form) need(key string, limit int) string {
	faults := len(f.faults.errs)
	s := f.text(key, limit)
	if s == "" && len(f.faults.errs) == faults {
		f.fault(key, "missing")
	}
	return s
}

// choice is a text that must be one of those given, or may be left out.
func (f *form) choice(key string, of ...string) string {
	v, ok := f.take(key, isText)
	if ok && !slices.Contains(of, v.text) {
		f.fault(key, "must be one of %s", strings.Join(of, ", "))
		return ""
	}
	return v.text
}

// checked is a text that must pass a test, or may be left out.
func (f *form) checked(key string, ok func(string) bool, rule string) string {
	v, there := f.take(key, isText)
	if there && !ok(v.text) {
		f.fault(key, "must be %s", rule)
		return ""
	}
	return v.text
}

// number returns a whole number above 0; null and 0 mean none.
func (f *form) number(key string) int64 {
	if v := f.values[key]; v.kind == isNull {
		f.unread = slices.DeleteFunc(f.unread, func(k string) bool { return k == key })
		return 0
	}
	v, ok := f.take(key, isNumber)
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	if err != nil || n < 0 {
		f.fault(key, "must be a whole number above 0")
	}
	return max(n, 0)
}

// numbers is a list of whole numbers.
func (f *form) numbers(key string) (list []int) {
	v, _ := f.take(key, isList)
	for i, item := range v.items {
		n, err := strconv.Atoi(item.text)
		if item.kind != isNumber || err != nil {
			f.fault(key, "item %d must be a whole number", i+1)
			continue
		}
		list = append(list, n)
	}
	return list
}

// days is a number of days, at most a year; 0 is none.
func (f *form) days(key string) int {
	n := f.number(key)
	if n > 365 {
		f.fault(key, "more than a year")
		return 0
	}
	return int(n)
}

func (f *form) yes(key string) bool {
	v, _ := f.take(key, isBool)
	return v.yes
}

// texts is a list of texts that must pass a test, each once.
func (f *form) texts(key string, ok func(string) bool, rule string) []string {
	v, _ := f.take(key, isList)
	var list []string
	for i, item := range v.items {
		switch {
		case item.kind != isText || !ok(item.text):
			f.fault(key, "item %d must be %s", i+1, rule)
		case slices.Contains(list, item.text):
			f.fault(key, "item %d is there twice", i+1)
		default:
			list = append(list, item.text)
		}
	}
	return list
}

// date is a day that is not in the future.
func (f *form) date(key string, today wijk.Date) wijk.Date {
	d := wijk.Date(f.checked(key, isDate, "a date such as 2026-11-01"))
	if d > today {
		f.fault(key, "lies in the future")
		return ""
	}
	return d
}

func isDate(s string) bool {
	return len(s) == len("2006-01-02") && wijk.Date(s).Weekday() != "" && s > "1900"
}

// form returns the object under key.
func (f *form) form(key string) (*form, bool) {
	v, ok := f.take(key, isObject)
	if !ok {
		return nil, false
	}
	return newForm(f.faults, f.at+": "+key, v), true
}

// forms returns the objects in the list under key.
func (f *form) forms(key string) []*form {
	v, _ := f.take(key, isList)
	list := make([]*form, len(v.items))
	for i, item := range v.items {
		at := fmt.Sprintf("%s row %d", key, i+1)
		if f.at != "" {
			at = f.at + ": " + at
		}
		list[i] = newForm(f.faults, at, item)
	}
	return list
}
