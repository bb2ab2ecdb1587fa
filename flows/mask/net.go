package mask

import "strings"

// Ends of names on the net. Those of the second list are also Dutch words that
// people type right after a full stop ("kapot.nu ook"), so they count only with
// a path behind them.
var (
	topLevels = set(`nl com org eu be uk fr es pl ru io ly biz gov edu xyz`)
	wordLike  = set(`de me nu net info app tv is to it in at no so co us online site shop link click amsterdam frl gl gg ai`)
)

// mailLevels are those that an address which was spelled out ends in.
var mailLevels = set(`nl com org net eu be de nu info uk fr me io`)

func inHost(b byte) bool  { return isWord(b) || b == '-' || b == '.' }
func inLocal(b byte) bool { return isWord(b) || strings.IndexByte("!#$%&'*+-/=?^_`{|}~.", b) >= 0 }
func inLink(b byte) bool {
	return b != walled && b != ' ' && b != '\n' && b != '<' && b != '>' && b != '"'
}

// forward returns the end of the run from i that is holds for.
func (r *reading) forward(i int, is func(byte) bool) int {
	for i < len(r.f) && is(r.f[i]) {
		i++
	}
	return i
}

// back returns the start of the run before i that is holds for.
func (r *reading) back(i int, is func(byte) bool) int {
	for i > 0 && is(r.f[i-1]) {
		i--
	}
	return i
}

// links masks addresses of pages that say what they are.
func (r *reading) links() {
	for i := 0; i < len(r.f); i++ {
		switch {
		case r.f[i] == ':' && r.get(i+1) == '/' && r.get(i+2) == '/':
			i = r.markLink(r.back(i, isWord), i)
		case r.f[i] == '.' && r.get(i-1) == 'w' && r.get(i-2) == 'w' && r.get(i-3) == 'w' && isWord(r.get(i+1)):
			i = r.markLink(i-3, i)
		}
	}
}

// hosts masks names of sites.
func (r *reading) hosts() {
	for i := 0; i < len(r.f); i++ {
		if r.f[i] == '.' && isWord(r.get(i-1)) && r.endsHost(i+1) {
			i = r.markLink(r.back(i, inHost), i)
		}
	}
}

// markLink masks a link that begins at from and holds i, and returns its last
// character. The marks that end a sentence are no part of it.
func (r *reading) markLink(from, i int) int {
	to := r.forward(i, inLink)
	for to > i+1 && strings.IndexByte(".,;:!?)]}'*", r.f[to-1]) >= 0 {
		to--
	}
	r.mark(from, to, link)
	return to - 1
}

// endsHost reports whether the last part of the name of a host begins at i.
func (r *reading) endsHost(i int) bool {
	end := r.forward(i, isWord)
	if isWord(r.get(end)) || r.get(end) == '-' || end-i > 12 {
		return false
	}
	path := r.get(end) == '/' && inLink(r.get(end+1))
	return topLevels[string(r.f[i:end])] || path && wordLike[string(r.f[i:end])]
}

// emails masks whatever has an @ between two names, also with spaces around it
// when a point follows.
func (r *reading) emails() {
	for i := 0; i < len(r.f); i++ {
		if r.f[i] != '@' {
			continue
		}
		end, begin := r.back(i, isSpace), r.forward(i+1, isSpace)
		from, to := r.back(end, inLocal), r.forward(begin, inHost)
		for to > begin && !isWord(r.f[to-1]) {
			to--
		}
		apart := end < i || begin > i+1
		if from == end || to == begin || i-end > 2 || begin-i > 3 || apart && strings.IndexByte(string(r.f[begin:to]), '.') <= 0 {
			continue
		}
		r.mark(from, to, email)
		i = to - 1
	}
}

func isSpace(b byte) bool { return b == ' ' }

// How people spell out the two signs of an address.
var (
	saidAt  = set(`at apenstaart apenstaartje apestaart apestaartje`)
	saidDot = set(`punt dot`)
)

// spokenEmails masks "naam at bedrijf punt nl" and the like.
func (r *reading) spokenEmails() {
	words := r.runs(isWord)
	done := 0 // words before it are masked
	for i := 1; i+1 < len(words); i++ {
		if i <= done || !saidAt[r.text(words[i])] || !r.linked(words[i-1], words[i]) || !r.linked(words[i], words[i+1]) {
			continue
		}
		last, ok := r.spokenHost(words, i+1)
		if !ok && r.text(words[i]) == "at" {
			continue
		}
		first := i - 1
		for first > done {
			if r.dotted(words[first-1], words[first]) {
				first--
				continue
			}
			if first-1 > done && saidDot[r.text(words[first-1])] {
				first -= 2
				continue
			}
			break
		}
		r.mark(words[first].from, words[last].to, email)
		done, i = last+1, last
	}
}

// spokenHost reads the name of a host that was spelled out from word i, and
// returns its last word.
func (r *reading) spokenHost(words []run, i int) (last int, ok bool) {
	last = i
	for i+1 < len(words) {
		next := i + 1
		switch {
		case r.dotted(words[i], words[next]):
		case saidDot[r.text(words[next])] && next+1 < len(words) && r.linked(words[i], words[next]) && r.linked(words[next], words[next+1]):
			next++
		default:
			return last, ok
		}
		i = next
		if mailLevels[r.text(words[i])] {
			last, ok = i, true
		}
	}
	return last, ok
}

// linked reports whether two words are parted by spaces and brackets only.
func (r *reading) linked(a, b run) bool {
	gap := r.gap(a, b)
	return len(gap) <= 4 && strings.Trim(gap, " ()[]{}<>_-*") == ""
}

// dotted reports whether two words are parted by a mark that names hold.
func (r *reading) dotted(a, b run) bool {
	gap := r.gap(a, b)
	return gap == "." || gap == "_" || gap == "-" || gap == " . "
}
