package open311

import "testing"

func TestTags(t *testing.T) {
	for said, want := range map[string]string{
		"": "", "<": "<", "<>": "<>", "< b>": "< b>", "<b": "<b", "</b>x": "x", "<?php x ?>y": "y", "a<br/>b": "a\nb", "a<BR >b": "a\nb",
		"<style>p{}</STYLE >x": "x", "<script>x": "", "<a href='>'>x": "'>x", "<<b>>": "<>",
	} {
		if got := withoutTags(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}
