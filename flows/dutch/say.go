package dutch

import (
	"fmt"
	"strings"
	"time"
)

// The names that Day writes; Date reads these and the short ones.
var (
	weekdays = []string{"zondag zo", "maandag ma", "dinsdag di", "woensdag wo", "donderdag do", "vrijdag vr vrij", "zaterdag za"}
	months   = []string{"januari jan", "februari feb febr", "maart mrt", "april apr", "mei", "juni jun",
		"juli jul", "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec"}
)

// Day returns the day of t as people say it: "maandag 7 december".
func Day(t time.Time) string {
	return fmt.Sprintf("%s %d %s", first(weekdays[t.Weekday()]), t.Day(), first(months[t.Month()-1]))
}

// ShortDay returns the day of t where there is little room: "ma 7 dec".
func ShortDay(t time.Time) string {
	return fmt.Sprintf("%s %d %s", abbreviated(weekdays[t.Weekday()]), t.Day(), abbreviated(months[t.Month()-1]))
}

// abbreviated returns the second of the spellings, if there is one.
func abbreviated(spellings string) string {
	all := strings.Fields(spellings)
	return all[min(1, len(all)-1)]
}

// DayTime returns the day and time of t: "maandag 7 december om 10.00 uur".
func DayTime(t time.Time) string { return Day(t) + " om " + Clock(t) + " uur" }

// Clock returns the time of day of t as Dutch letters have it: "9.00".
func Clock(t time.Time) string { return fmt.Sprintf("%d.%02d", t.Hour(), t.Minute()) }

func first(spellings string) string {
	for i, r := range spellings {
		if r == ' ' {
			return spellings[:i]
		}
	}
	return spellings
}
