package telegramtest

import (
	"fmt"
	"html"
	"strings"
)

// plainText returns what is left of text when its markup is taken out, or the
// refusal if that cannot be done. The errors are those that a name with _*[<
// causes; links and nested entities are not looked into.
func plainText(text, mode string) (string, *answer) {
	switch strings.ToLower(mode) {
	case "":
		return text, nil
	case "html":
		return plainHTML(text)
	case "markdown":
		return plainMarkdown(text, "_*`[", "")
	case "markdownv2":
		return plainMarkdown(text, "_*`[~", "]()>#+-=|{}.!")
	}
	return "", refused("unsupported parse_mode")
}

// parseError is Telegram's complaint about markup at a byte offset.
func parseError(format string, a ...any) *answer {
	return refused("can't parse entities: " + fmt.Sprintf(format, a...))
}

// plainHTML takes tags out; each must be known and closed.
func plainHTML(text string) (string, *answer) {
	var b strings.Builder
	var open []string
	for i := 0; i < len(text); {
		if text[i] != '<' {
			b.WriteByte(text[i])
			i++
			continue
		}
		end := strings.IndexByte(text[i:], '>')
		if end < 0 {
			return "", parseError("unclosed start tag at byte offset %d", i)
		}
		tag, _, _ := strings.Cut(text[i+1:i+end], " ")
		if name, closing := strings.CutPrefix(tag, "/"); closing {
			if len(open) == 0 || open[len(open)-1] != name {
				return "", parseError("unexpected end tag at byte offset %d", i)
			}
			open = open[:len(open)-1]
		} else if !knownTag(tag) {
			return "", parseError("unsupported start tag %q at byte offset %d", tag, i)
		} else {
			open = append(open, tag)
		}
		i += end + 1
	}
	if len(open) > 0 {
		return "", parseError("can't find end tag corresponding to start tag %q", open[len(open)-1])
	}
	return html.UnescapeString(b.String()), nil
}

// knownTag reports whether Telegram's HTML has the tag.
func knownTag(name string) bool {
	switch name {
	case "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "span", "tg-spoiler", "blockquote":
		return true
	}
	return false
}

// plainMarkdown takes marks out; each must come in a pair, and reserved
// characters must be escaped.
func plainMarkdown(text, marks, reserved string) (string, *answer) {
	var b strings.Builder
	open := map[byte]int{}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case c == '[':
			open[c] = i + 1
		case c == ']' && open['['] > 0:
			delete(open, '[')
		case strings.IndexByte(marks, c) >= 0:
			if open[c] > 0 {
				delete(open, c)
			} else {
				open[c] = i + 1
			}
		case strings.IndexByte(reserved, c) >= 0:
			return "", parseError("character '%c' is reserved and must be escaped with the preceding '\\'", c)
		default:
			b.WriteByte(c)
		}
	}
	for _, at := range open {
		return "", parseError("can't find end of the entity starting at byte offset %d", at-1)
	}
	return b.String(), nil
}

// checkEntities refuses entities that lie outside the text.
func checkEntities(p params, key, text string) *answer {
	var all []struct {
		Type           string
		Offset, Length int
	}
	if given, err := p.json(key, &all); given && err != nil {
		return refused("can't parse MessageEntity: expected an Array")
	}
	for _, e := range all {
		if e.Offset < 0 || e.Length < 0 || e.Offset+e.Length > units(text) || e.Type == "" {
			return refused("can't parse MessageEntity: entity is out of bounds")
		}
	}
	return nil
}
