package open311

import (
	"net/http"
	"strings"
	"time"

	"wijkbot/flows/category"
	"wijkbot/store/wijk"
)

// A service is a kind of report.
type service struct {
	Code        string `xml:"service_code" json:"service_code"`
	Name        string `xml:"service_name" json:"service_name"`
	Description string `xml:"description" json:"description"`
	Metadata    bool   `xml:"metadata" json:"metadata"`
	Type        string `xml:"type" json:"type"`
	Keywords    string `xml:"keywords" json:"keywords"`
	Group       string `xml:"group" json:"group"`
}

// realtime says that a post is answered with the number of the report.
const realtime = "realtime"

func serviceOf(c category.Category) service {
	return service{
		Code: string(c.Code), Name: c.Name, Description: c.About, Metadata: len(c.Ask) > 0, Type: realtime,
		Keywords: keywords(c), Group: string(c.Group),
	}
}

// keywords are the words of a category's name that say something.
func keywords(c category.Category) string {
	const shortest = 4
	words := []string{string(c.Code)}
	for w := range strings.FieldsSeq(strings.ToLower(c.Name)) {
		if w = strings.Trim(w, ",."); len(w) >= shortest && w != words[0] {
			words = append(words, w)
		}
	}
	return strings.Join(words, ",")
}

// A definition is the extra questions of a service.
type definition struct {
	Code       string          `xml:"service_code" json:"service_code"`
	Attributes list[attribute] `xml:"attributes" json:"attributes"`
}

type attribute struct {
	Variable     bool         `xml:"variable" json:"variable"`
	Code         string       `xml:"code" json:"code"`
	Datatype     string       `xml:"datatype" json:"datatype"`
	Required     bool         `xml:"required" json:"required"`
	DatatypeText string       `xml:"datatype_description" json:"datatype_description"`
	Order        int          `xml:"order" json:"order"`
	Description  string       `xml:"description" json:"description"`
	Values       *list[value] `xml:"values,omitempty" json:"values,omitempty"`
}

type value struct {
	Key  string `xml:"key" json:"key"`
	Name string `xml:"name" json:"name"`
}

func definitionOf(c category.Category) definition {
	d := definition{Code: string(c.Code), Attributes: list[attribute]{each: "attribute"}}
	for i, q := range c.Ask {
		a := attribute{
			Variable: true, Code: q.Key, Datatype: "text", Required: !q.Optional, Order: i + 1, Description: q.Text,
			DatatypeText: "Vrije tekst.",
		}
		if len(q.Choices) > 0 {
			a.Datatype, a.DatatypeText = "singlevaluelist", "Kies een antwoord."
			a.Values = &list[value]{each: "value"}
			for _, o := range q.Choices {
				a.Values.items = append(a.Values.items, value{o.Key, o.Label})
			}
		}
		d.Attributes.items = append(d.Attributes.items, a)
	}
	return d
}

// servicesFresh is how long a list of services may be kept: it changes with
// the program only.
const servicesFresh = 5 * time.Minute

func serviceList() list[service] {
	all := list[service]{each: "service"}
	for _, c := range category.All() {
		all.items = append(all.items, serviceOf(c))
	}
	return all
}

func (c *call) services() answer {
	if _, a, ok := c.query(); !ok {
		return a
	}
	return answer{root: "services", body: serviceList(), fresh: servicesFresh}
}

func (c *call) service() answer {
	if _, a, ok := c.query(); !ok {
		return a
	}
	code := wijk.ReportKind(c.id)
	if !category.Known(code) {
		return refused(http.StatusNotFound, "service_code was not found. See services.xml.")
	}
	return answer{root: "service_definition", body: definitionOf(category.Of(code)), fresh: servicesFresh}
}

// token: our services are realtime, so nobody ever got one.
func (c *call) token() answer {
	if _, a, ok := c.query(); !ok {
		return a
	}
	return refused(http.StatusNotFound, "token was not found. All services here are realtime: POST requests returns a service_request_id.")
}
