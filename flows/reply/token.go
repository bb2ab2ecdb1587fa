package reply

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word, number or sign of a message.
type token struct {
	text   string
	word   *word // what the rules know of it; nil for an unknown word
	opens  bool  // first after a full stop, comma or new line
	quote  bool  // on a line that starts with >
	asked  bool  // a question mark follows
	benign bool  // part of a harmless phrase: no rule looks at it again
	polite bool  // part of a greeting or thanks
	leaves bool  // part of what says stop or pause
	asks   bool  // where a rule for help was found
}

// number reports whether t is written in digits.
func (t *token) number() bool { return t.text[0] >= '0' && t.text[0] <= '9' && onlyDigits(t.text) }

func onlyDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && c != ',' && c != '.' && c != ':' {
			return false
		}
	}
	return true
}

// message is one text while it is being judged.
type message struct {
	tokens  []token
	hits    [kinds]int    // per kind the first rule found: its place in the table, plus one
	spans   [kinds][2]int // where that one was found, for Explain
	flags   []Flag
	asks    bool   // a question mark stands outside every harmless phrase
	garbled bool   // holds bytes that no person types
	quoted  bool   // a copy of our own question was taken out
	anchor  string // the rule that says things are well
	room    [20]token
}

// read splits text into tokens and looks each one up.
func (m *message) read(text string) {
	m.tokens = m.room[:0]
	m.garbled = strings.ContainsFunc(text, unseen)
	s := splitter{m: m, text: fold(text), opens: true, line: true}
	for s.next() {
	}
	m.joinSpelled()
	t := words()
	for i := range m.tokens {
		m.tokens[i].word = t.lookup(m.tokens[i].text)
	}
	m.splitGlued(t)
}

// splitter walks over folded text.
type splitter struct {
	m     *message
	text  string
	opens bool // the next token opens a sentence
	line  bool // at the start of a line
	quote bool
}

// next takes one sign or word off the text.
func (s *splitter) next() bool {
	if s.text == "" {
		return false
	}
	r, size := utf8.DecodeRuneInString(s.text)
	if unicode.IsLetter(r) || unicode.IsDigit(r) {
		s.word()
		return true
	}
	s.text = s.text[size:]
	s.sign(r)
	return true
}

func (s *splitter) sign(r rune) {
	switch {
	case r == '\n' || r == '\r':
		s.opens, s.line, s.quote = true, true, false
		return
	case unicode.IsSpace(r):
		return
	case r == '>' && s.line:
		s.quote, s.opens = true, true
		return
	case r == '?' || r == '؟':
		s.opens = true
		if n := len(s.m.tokens); n > 0 {
			s.m.tokens[n-1].asked = true
		} else {
			s.m.asks = true
		}
	case r == '@' || r == '$':
		s.m.garbled = true
	case strings.ContainsRune(apostrophes, r):
	case strings.ContainsRune(".!,;:…،。", r):
		s.opens = true
	case r == '-' || r == '–' || r == '—':
		s.opens = s.opens || strings.HasPrefix(s.text, " ")
	case strings.ContainsRune("\"“”„«»()=/&+_*¡¿·•>", r):
	case strings.ContainsRune("[]~<|\\#%^{}", r):
		s.m.garbled = true
	default:
		s.add(string(r)) // emoji and other signs are words of their own
	}
	s.line = false
}

func (s *splitter) add(text string) {
	s.m.tokens = append(s.m.tokens, token{text: text, opens: s.opens, quote: s.quote})
	s.opens, s.line = false, false
}

// word takes a run of letters and digits. An apostrophe within is dropped, a
// comma, point or colon between digits is kept.
func (s *splitter) word() {
	end, apostrophe, digits := 0, false, true
	for end < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		next, _ := utf8.DecodeRuneInString(s.text[end+size:])
		switch {
		case unicode.IsDigit(r):
		case unicode.IsLetter(r):
			digits = false
		case strings.ContainsRune(apostrophes, r) && unicode.IsLetter(next):
			apostrophe = true
		case (r == '@' || r == '$') && unicode.IsLetter(next):
			digits = false
		case digits && (r == ',' || r == '.' || r == ':') && unicode.IsDigit(next):
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		end += size
	}
	text := s.text[:end]
	s.text = s.text[end:]
	if apostrophe {
		text = strings.Map(func(r rune) rune {
			if strings.ContainsRune(apostrophes, r) {
				return -1
			}
			return r
		}, text)
	}
	s.add(text)
}

// joinSpelled joins three or more single letters in a row: "s t o p", "S.O.S.".
func (m *message) joinSpelled() {
	out := m.tokens[:0]
	for i := 0; i < len(m.tokens); {
		end := i
		for end < len(m.tokens) && utf8.RuneCountInString(m.tokens[end].text) == 1 {
			end++
		}
		if end-i >= 3 && end-i <= longest {
			if joined := m.spelled(i, end); joined != "" {
				t := m.tokens[i]
				t.text, t.asked = joined, m.tokens[end-1].asked
				out = append(out, t)
				i = end
				continue
			}
		}
		end = max(end, i+1)
		out = append(out, m.tokens[i:end]...)
		i = end
	}
	m.tokens = out
}

// spelled returns the word that tokens i to end spell, or nothing.
func (m *message) spelled(i, end int) string {
	var b strings.Builder
	for _, t := range m.tokens[i:end] {
		b.WriteString(t.text)
	}
	joined, t := b.String(), words()
	if joined == "112" || t.lookup(joined) != nil || t.unglue(joined) != nil {
		return joined
	}
	return ""
}

// splitGlued replaces unknown words such as "ikligopdegrond" by their parts.
func (m *message) splitGlued(t *table) {
	for i := range m.tokens {
		if m.tokens[i].word == nil && t.unglue(m.tokens[i].text) != nil {
			m.tokens = t.split(m.tokens)
			return
		}
	}
}

// split returns tokens with the glued words among them taken apart.
func (t *table) split(tokens []token) []token {
	out := make([]token, 0, len(tokens)+8)
	for _, old := range tokens {
		var parts []string
		if old.word == nil {
			parts = t.unglue(old.text)
		}
		if parts == nil {
			out = append(out, old)
		}
		for j, p := range parts {
			first, last := j == 0, j == len(parts)-1
			out = append(out, token{text: p, word: t.exact[p], opens: old.opens && first, quote: old.quote, asked: old.asked && last})
		}
	}
	return out
}

// Words returns the words and numbers of text as the rules see them, for flows
// that match commands: lower case, without accents, signs, or anything
// invisible. Typing errors are kept as they are.
func Words(text string) []string {
	var m message
	m.tokens = m.room[:0]
	s := splitter{m: &m, text: fold(text), opens: true, line: true}
	for s.next() {
	}
	m.joinSpelled()
	var out []string
	for i := range m.tokens {
		if r, _ := utf8.DecodeRuneInString(m.tokens[i].text); unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, m.tokens[i].text)
		}
	}
	return out
}
