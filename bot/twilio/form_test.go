package twilio

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// TestSignatureVectors holds signatures that are known from elsewhere, all with
// the token 12345.
func TestSignatureVectors(t *testing.T) {
	call := map[string]string{
		"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234",
		"From": "+14158675309", "To": "+18005551212",
	}
	conference := map[string]string{"ReasonConferenceEnded": "test", "Reason": "Participant"}
	for k, v := range call {
		conference[k] = v
	}
	// Each of these is for its own address: the last differs in the number too.
	other := map[string]string{}
	for k, v := range call {
		other[k] = v
	}
	other["Caller"], other["From"] = "+14158675310", "+14158675310"
	const address = "mycompany.com/myapp.php?foo=1&bar=2"
	tests := []struct {
		address, signature string
		params             map[string]string
		want               bool
	}{
		{"https://" + address, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", call, true},
		{"https://" + address, "vOEb5UThFn24KEfnOFLQY2AE5FY=", conference, true},
		{"http://" + address, "n2xBNyzSW7rfYStDtOFiFMv7qNo=", conference, true},
		{"https://example.com/myapp.php?foo=1&bar=2", "L/OH5YylLD5NRKLltdqwSvS0BnU=", other, true},
		{"http://" + address, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", call, false},
		{"https://mycompany.com/myapp.php?bar=2&foo=1", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", call, false},
		{"https://" + address, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", conference, false},
	}
	a := New(Config{AuthToken: "12345"})
	for _, test := range tests {
		if got := a.isSigned([]string{test.signature}, test.address, test.params); got != test.want {
			t.Errorf("%s %s: %v", test.address, test.signature, got)
		}
	}
}

func TestParseForm(t *testing.T) {
	f, ok := parseForm([]byte("property=value&boolean=true&a=%2B31+6"))
	if !ok || f["property"] != "value" || f["boolean"] != "true" || f["a"] != "+31 6" {
		t.Errorf("parsed %v, %v", f, ok)
	}
	var many strings.Builder
	for i := range 300 {
		fmt.Fprintf(&many, "a%d=&", i)
	}
	for _, body := range []string{many.String(), "a=1&a=1", "a=1&b=2&%61=3", "a&a", "a;b", "%", "=&="} {
		if f, ok := parseForm([]byte(body)); ok {
			t.Errorf("%q parsed as %v", body, f)
		}
	}
}

// FuzzParseForm holds that a form that passes has each of its keys once: it
// encodes to as many fields as came in, with the same values.
func FuzzParseForm(f *testing.F) {
	f.Add([]byte("MessageSid=SM1&Body=hallo+%E2%82%AC&Body=x"))
	f.Add([]byte("a=1&&b=2&=3"))
	f.Add([]byte("%41=1&A=2"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, ok := parseForm(body)
		if !ok {
			return
		}
		if len(got) > mostFields {
			t.Fatalf("%d fields", len(got))
		}
		values, err := url.ParseQuery(string(body))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for k, vs := range values {
			n += len(vs)
			if got[k] != vs[len(vs)-1] {
				t.Fatalf("key %q: %q, and also %q", k, got[k], vs)
			}
		}
		if n != len(got) {
			t.Fatalf("%d fields of %d", len(got), n)
		}
	})
}
