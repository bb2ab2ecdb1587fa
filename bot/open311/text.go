package open311

import (
	"html"
	"strings"
	"unicode/utf8"

	"wijkbot/flows/mask"
)

// plainText returns what somebody wrote, without markup and without what
// cannot be seen. "a < b" is no markup.
func plainText(s string) string {
	s = strings.ToValidUTF8(s, "")
	const rounds = 3 // &lt;b&gt; becomes <b>, which goes as well
	for range rounds {
		before := s
		if s = html.UnescapeString(withoutTags(s)); s == before {
			break
		}
	}
	return strings.TrimSpace(fewerLines(mask.Clean(withoutTags(s))))
}

// withoutTags takes out everything between < and > that begins like a tag, and
// what stands in a script or style.
func withoutTags(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		inside, after, closed := strings.Cut(rest, ">")
		if !closed || !tagLike(inside) {
			b.WriteByte('<')
			s = rest
			continue
		}
		switch name := tagName(inside); name {
		case "script", "style":
			_, after, _ = cutFold(after, "</"+name)
			_, after, _ = strings.Cut(after, ">")
		case "br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3":
			b.WriteByte('\n')
		}
		s = after
	}
}

func tagLike(inside string) bool {
	if inside == "" {
		return false
	}
	c := inside[0]
	return c == '/' || c == '!' || c == '?' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func tagName(inside string) string {
	if end := strings.IndexAny(inside, " \t\r\n"); end >= 0 {
		inside = inside[:end]
	}
	const longest = 10
	return strings.ToLower(strings.TrimSuffix(inside[:min(len(inside), longest)], "/"))
}

// cutFold is strings.Cut for a separator of ASCII in any case.
func cutFold(s, sep string) (before, after string, found bool) {
	for i := 0; i+len(sep) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(sep)], sep) {
			return s[:i], s[i+len(sep):], true
		}
	}
	return s, "", false
}

// fewerLines leaves one empty line where there are more.
func fewerLines(s string) string {
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return s
}

func tooLong(s string, most int) bool { return utf8.RuneCountInString(s) > most }
