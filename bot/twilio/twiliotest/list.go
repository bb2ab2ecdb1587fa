package twiliotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A page is an answer of the log.
type page struct {
	End      int        `json:"end"`
	First    string     `json:"first_page_uri"`
	Messages []resource `json:"messages"`
	Next     *string    `json:"next_page_uri"`
	Page     int        `json:"page"`
	Size     int        `json:"page_size"`
	Previous *string    `json:"previous_page_uri"`
	Start    int        `json:"start"`
	URI      string     `json:"uri"`
}

// A filter is what a reader of the log asks for.
type filter struct {
	to, from      string
	after, before time.Time // of Sent, both inclusive
	size, page    int
	last          int // rows of the log from here on are on earlier pages; -1 is none
}

// list answers with one page, most recent first.
func (f *Fake) list(w http.ResponseWriter, r *http.Request) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		refuse(w, http.StatusBadRequest, 20001, "Bad request")
		return
	}
	want, err := parseFilter(q)
	if err != nil {
		refuse(w, http.StatusBadRequest, 20001, err.Error())
		return
	}
	fault := f.fault(&f.lists)
	if fault == Empty { // a page says more than {}
		fault = Half
	}
	answer, err := json.Marshal(f.read(want, q))
	if err != nil {
		panic(err) // a struct of strings
	}
	f.fail(w, r, fault, http.StatusOK, answer)
}

// read returns the page that want asks for; q is how it asked.
func (f *Fake) read(want filter, q url.Values) page {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := func(number, last int) string {
		v := url.Values{}
		for k := range q {
			v.Set(k, q.Get(k))
		}
		v.Set("PageSize", strconv.Itoa(want.size))
		v.Set("Page", strconv.Itoa(number))
		v.Del("PageToken")
		if last >= 0 {
			v.Set("PageToken", fmt.Sprintf("PASM%032x", last))
		}
		return f.path() + "?" + v.Encode()
	}
	p := page{
		Page: want.page, Size: want.size, Start: want.page * want.size,
		First: at(0, -1), URI: at(want.page, want.last), Messages: []resource{},
	}
	i := len(f.log) - 1
	if want.last >= 0 {
		i = min(i, want.last-1)
	}
	for ; i >= 0; i-- {
		if !want.match(f.log[i]) {
			continue
		}
		if len(p.Messages) == want.size {
			next := at(want.page+1, i+1)
			p.Next = &next
			break
		}
		p.Messages = append(p.Messages, f.resource(f.log[i]))
	}
	p.End = p.Start + max(0, len(p.Messages)-1)
	return p
}

// match reports whether the log shows m to this reader. A message still in the
// queue has no date and fits no date.
func (want filter) match(m *Message) bool {
	dated := !want.after.IsZero() || !want.before.IsZero()
	sent := m.Sent.Truncate(time.Second)
	return (want.to == "" || m.To == want.to) && (want.from == "" || m.From == want.from) &&
		(!dated || !m.Sent.IsZero()) &&
		(want.after.IsZero() || !sent.Before(want.after)) &&
		(want.before.IsZero() || !sent.After(want.before))
}

func parseFilter(q url.Values) (filter, error) {
	want := filter{size: 50, last: -1}
	for key, values := range q {
		if len(values) != 1 {
			return want, fmt.Errorf("repeated parameter %s", key)
		}
		v, err := values[0], error(nil)
		switch key {
		case "To":
			want.to = v
		case "From":
			want.from = v
		case "DateSent":
			want.after, err = time.Parse(time.DateOnly, v)
			want.before = want.after.Add(24*time.Hour - time.Second)
		case "DateSent>":
			want.after, err = parseDate(v)
		case "DateSent<":
			want.before, err = parseDate(v)
		case "PageSize":
			want.size, err = strconv.Atoi(v)
			if want.size < 1 || want.size > 1000 {
				err = fmt.Errorf("page size %s", v)
			}
		case "Page":
			want.page, err = strconv.Atoi(v)
		case "PageToken":
			var n int64
			n, err = strconv.ParseInt(strings.TrimPrefix(v, "PASM"), 16, 64)
			want.last = int(n)
		default:
			err = fmt.Errorf("unknown parameter")
		}
		if err != nil {
			return want, fmt.Errorf("invalid %s: %w", key, err)
		}
	}
	if want.page > 0 && want.last < 0 {
		return want, fmt.Errorf("page without its token")
	}
	return want, nil
}

func parseDate(v string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, v); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, v)
}
