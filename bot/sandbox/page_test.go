package sandbox_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("shots", "", "write screenshots of the page to this directory")

// A tab is the page in a browser.
type tab struct {
	*town
	ctx context.Context

	mu     sync.Mutex
	faults []string // what the browser complained of
}

// open shows the page. A machine without Chromium cannot test it, which in CI
// is a failure.
func (w *town) open() *tab {
	t := w.t
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" && os.Getenv("CI") == "" {
		t.Skip("no Chromium on this machine")
	}
	if path == "" {
		t.Fatal("no Chromium on this machine: the page is not tested")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("force-prefers-reduced-motion", true))
	browser, end := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(end)
	b := &tab{town: w}
	ctx, leave := chromedp.NewContext(browser, chromedp.WithListener(b.hear))
	t.Cleanup(leave)
	b.ctx = ctx
	b.do(chromedp.EmulateViewport(1440, 900), chromedp.Navigate(w.url))
	b.until(`document.body.dataset.live === "yes"`)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, f := range b.faults {
			t.Errorf("the browser: %s", f)
		}
	})
	return b
}

// hear collects complaints: errors, and what the security policy stopped.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.faults = append(b.faults, fmt.Sprintf("%s: %s", e.Entry.Level, e.Entry.Text))
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.faults = append(b.faults, fmt.Sprintf("console.%s of %d values", e.Type, len(e.Args)))
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// until waits until an expression is true on the page.
func (b *tab) until(expression string) {
	b.t.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(15*time.Second)))
	if err != nil {
		page, _ := chromedp.Run(b.ctx, chromedp.Text("body"))
		b.t.Fatalf("%s: %v\n%s", expression, err, page)
	}
}

func on(name, rest string) string { return fmt.Sprintf(`[data-phone=%q] %s`, name, rest) }

// sees waits for a message of the city that holds text.
func (b *tab) sees(name, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`[...document.querySelectorAll(%q)].some(m => m.textContent.includes(%q))`, on(name, ".message.city"), text))
}

// says types a text and sends it.
func (b *tab) says(name, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(on(name, "[name=text]"), text), chromedp.Click(on(name, ".send")))
}

// taps presses the last button with a label.
func (b *tab) taps(name, label string) {
	b.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].findLast(o => o.textContent === %q)`, on(name, "button.option"), label)
	b.until("!!" + find)
	b.do(chromedp.Evaluate[chromedp.Void](find + ".click()"))
}

// passes moves the clock on with a button and waits until it shows that.
func (b *tab) passes(move string) {
	b.t.Helper()
	var m struct{ Now time.Time }
	b.call("GET", "/sandbox/clock", "", &m)
	d, err := time.ParseDuration(move)
	if err != nil {
		d = time.Second // it may be that near
	}
	b.do(chromedp.Click(fmt.Sprintf(`[data-clock=%q]`, move)))
	b.until(fmt.Sprintf(`Date.parse(document.getElementById("clock").dateTime) >= %d && !document.body.classList.contains("moving")`,
		m.Now.Add(d).UnixMilli()))
}

// knows waits for a row in what the city knows.
func (b *tab) knows(list, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`document.querySelector('[data-list=%q] .rows').textContent.includes(%q)`, list, text))
}

// shoot writes a screenshot, if they are asked for.
func (b *tab) shoot(name string, width, height int64) {
	b.t.Helper()
	if *shots == "" {
		return
	}
	b.until(`!document.body.classList.contains("moving") && !document.querySelector(".busy")`)
	b.do(chromedp.EmulateViewport(width, height),
		chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".messages").forEach(m => m.scrollTop = m.scrollHeight)`))
	picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, name), picture, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// TestPage does each of the three jobs by hand.
func TestPage(t *testing.T) {
	t.Parallel()
	b := start(t).open()
	lang, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("document.documentElement.lang"))
	if err != nil || lang != "nl" {
		t.Errorf("the language is %q, %v", lang, err)
	}

	// The wijkagent writes to the wijk, at nine.
	b.passes("next 09:00")
	b.sees("mevrouw-de-wit", "Goedemorgen")
	b.says("wijkagent", "/update")
	b.taps("wijkagent", "Meerzicht")
	b.sees("wijkagent", "Typ uw bericht")
	b.says("wijkagent", "Vandaag controle op fietsverlichting bij het station.")
	b.sees("wijkagent", "2 via Telegram")
	b.taps("wijkagent", "Ja")
	b.sees("wijkagent", "over twee minuten")
	b.passes("1m")
	b.passes("1m")
	b.sees("anna", "Wijkagent Sam Visser: Vandaag controle op fietsverlichting")
	b.sees("bram", "Wijkagent Sam Visser: Vandaag controle op fietsverlichting")
	b.shoot("nieuws.png", 1440, 900)

	// Mevrouw De Wit was asked how she is, does not answer at first, and then
	// asks for help with the keys of her phone.
	b.sees("mevrouw-de-wit", "Gaat het goed met u?")
	b.passes("45m")
	b.sees("mevrouw-de-wit", "Wij hebben nog geen antwoord van u.")
	b.do(chromedp.Click(on("mevrouw-de-wit", `[data-key="2"]`)), chromedp.Click(on("mevrouw-de-wit", ".send")))
	b.sees("mevrouw-de-wit", "Bel nu 112")
	b.sees("ouderenadviseur", "De Wit")
	b.knows("cases", "Mevrouw De Wit vraagt hulp")
	b.knows("checkins", "vraagt hulp")
	b.shoot("goed.png", 1440, 900)

	// Anna reports litter with a pin on the map and a photo.
	b.says("anna", "Zwerfvuil")
	b.sees("anna", "Waar ligt het zwerfvuil?")
	b.do(chromedp.Click(on("anna", "[data-act=place]")), chromedp.WaitVisible("#place"))
	b.shoot("kaart.png", 1440, 900)
	b.do(chromedp.Click(`#place button[data-wijk="meerzicht"]`))
	b.sees("anna", "Heeft u een foto?")
	b.do(chromedp.Click(on("anna", "[data-act=photo]")))
	b.sees("anna", "Klopt dat?")
	b.taps("anna", "Ja")
	b.sees("anna", "Uw melding heeft nummer 1.")
	b.until(fmt.Sprintf(`document.querySelector(%q).naturalWidth > 0`, on("anna", "img.photo")))
	b.knows("reports", "1. Zwerfvuil, Meerzicht")

	// The wijkmanager sees where that is, and the photo.
	b.card()
	b.sees("wijkmanager", "Melding 1: Zwerfvuil")
	b.until(fmt.Sprintf(`document.querySelector(%q).naturalWidth > 0`, on("wijkmanager", ".city img.photo")))
	b.until(fmt.Sprintf(`document.querySelector(%q) !== null`, on("wijkmanager", ".city svg")))

	b.shoot("alles.png", 1440, 900)
	b.shoot("beamer.png", 1920, 1080)
	b.shoot("mobiel.png", 390, 844)

	// The switch for faults, and the scenes.
	b.do(chromedp.EmulateViewport(1440, 900), chromedp.Click(".faults summary"))
	for _, x := range []struct{ fault, shown string }{{"down", "Sms ligt eruit"}, {"429", "Sms te druk"}, {"ok", "Alles werkt"}} {
		b.do(chromedp.Click(fmt.Sprintf(`.faults [name=sms][value=%q]`, x.fault)))
		b.until(fmt.Sprintf(`document.getElementById("fault-state").textContent === %q`, x.shown))
	}
	b.do(chromedp.Click(".faults summary"))
	for _, scene := range []string{"melding", "goed", "nieuws"} {
		b.do(chromedp.Click(fmt.Sprintf(`[data-show=%q]`, scene)))
		b.until(fmt.Sprintf(`[...document.querySelectorAll("[data-phone]")].every(p => p.checkVisibility() === p.dataset.scenes.split(" ").includes(%q))`, scene))
		b.shoot("scene-"+scene+".png", 1440, 900)
	}
}

// TestPageFits looks for what sticks out of the screen of a telephone, for
// buttons too small to hit, for what has no name to be read aloud, and for
// text that is hard to read.
func TestPageFits(t *testing.T) {
	t.Parallel()
	b := start(t).open()
	b.do(chromedp.SendKeys(on("anna", "[name=text]"), "menu\r")) // the keyboard will do
	b.sees("anna", "Wat wilt u doen?")
	b.do(chromedp.SendKeys(on("mevrouw-de-wit", "[name=text]"), "menu\r"))
	b.sees("mevrouw-de-wit", "Wat wilt u doen?")
	for _, width := range []int64{390, 1280, 1440, 1920} {
		b.do(chromedp.EmulateViewport(width, 900))
		faults, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](inspection))
		if err != nil {
			t.Fatal(err)
		}
		if len(faults) > 0 {
			t.Errorf("at %d wide: %s", width, strings.Join(faults, "\n"))
		}
	}
}

// inspection measures the page by WCAG 2.2: 1.4.3 contrast, 2.5.8 target size
// and 4.1.2 names.
const inspection = `(() => {
	const faults = [];
	if (document.documentElement.scrollWidth > innerWidth) {
		faults.push("wider than the screen: " + document.documentElement.scrollWidth);
	}
	for (const e of document.querySelectorAll("button, input, summary")) {
		const box = e.getBoundingClientRect();
		const name = e.getAttribute("aria-label") || e.textContent.trim() || (e.labels && e.labels[0] && e.labels[0].textContent.trim());
		if (!name) {
			faults.push("no name: " + e.outerHTML);
		}
		if (e.type !== "radio" && e.checkVisibility() && (box.width < 24 || box.height < 24)) {
			faults.push("too small: " + e.outerHTML);
		}
	}
	const parts = (color) => color.match(/[\d.]+/g).map(Number);
	const light = (color) => {
		const [r, g, b] = parts(color).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const ground = (e) => {
		for (; e; e = e.parentElement) {
			const color = getComputedStyle(e).backgroundColor;
			const [r, g, b, a = 1] = parts(color);
			if (a > 0.5) {
				return color;
			}
		}
		return "rgb(255, 255, 255)";
	};
	let measured = 0;
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n = texts.nextNode(); n; n = texts.nextNode()) {
		const e = n.parentElement;
		if (!n.data.trim() || !e.checkVisibility()) {
			continue;
		}
		const style = getComputedStyle(e);
		const size = parseFloat(style.fontSize);
		const [a, b] = [light(style.color), light(ground(e))].sort((x, y) => y - x);
		const least = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
		measured++;
		if ((a + 0.05) / (b + 0.05) < least) {
			faults.push("hard to read: " + e.outerHTML.slice(0, 120) + " " + ((a + 0.05) / (b + 0.05)).toFixed(2));
		}
		if (size < 11) {
			faults.push("small print: " + e.outerHTML.slice(0, 120));
		}
	}
	if (measured < 50) {
		faults.push("only " + measured + " texts were measured");
	}
	return faults;
})()`
