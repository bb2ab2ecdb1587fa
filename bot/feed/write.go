package feed

import (
	"encoding/xml"
	"time"
)

// publisher is whose news it is.
const publisher = "Gemeente Zoetermeer"

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Link      atomLink     `xml:"link"`
	Category  atomCategory `xml:"category"`
	Summary   string       `xml:"summary"` // of type text, the default
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

func (s *Server) atom(n *news, self string) any {
	at := func(t time.Time) string { return t.In(s.City.Zone).Format(time.RFC3339) }
	f := atomFeed{
		Lang: "nl", ID: s.tag("feeds/" + n.wijk.Slug), Title: n.title(), Updated: at(n.updated), Author: atomAuthor{publisher},
		Links: []atomLink{{"self", "application/atom+xml", self}},
	}
	for i := range n.items {
		p := &n.items[i]
		f.Entries = append(f.Entries, atomEntry{
			ID: s.itemTag(p), Title: itemTitle(p), Published: at(p.Created), Updated: at(p.Changed),
			Link:     atomLink{"alternate", "text/xml", n.itemLink(self, p)},
			Category: atomCategory{string(p.Kind.Code), p.Kind.Name}, Summary: itemText(p),
		})
	}
	return f
}

type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language"`
	Built       string    `xml:"lastBuildDate"`
	Self        atomLink  `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	Description string  `xml:"description"`
	Category    string  `xml:"category"`
	GUID        rssGUID `xml:"guid"`
	Published   string  `xml:"pubDate"`
}

type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

// rssTime is that of RFC 822 with four digits for the year, as RSS 2.0 prefers.
func rssTime(t time.Time) string { return t.Format(time.RFC1123Z) }

func (s *Server) rss(n *news, self string) any {
	f := rssFeed{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: rssChannel{
		Title: n.title(), Link: self, Description: "Wat er gemeld is en wat de gemeente ermee doet.", Language: "nl",
		Built: rssTime(n.updated.In(s.City.Zone)), Self: atomLink{"self", "application/rss+xml", self},
	}}
	for i := range n.items {
		p := &n.items[i]
		f.Channel.Items = append(f.Channel.Items, rssItem{
			Title: itemTitle(p), Link: n.itemLink(self, p), Description: itemText(p), Category: p.Kind.Name,
			GUID: rssGUID{ID: s.itemTag(p)}, Published: rssTime(p.Created.In(s.City.Zone)),
		})
	}
	return f
}
