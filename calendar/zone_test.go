package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// A host without a zone database must not be advised to write the name that is
// written already.
func TestZonesWithoutADatabase(t *testing.T) {
	none := func(string) *time.Location { return nil }
	_, err := loadZone("Asia/Jakarta", none)
	var e *Error
	if !errors.As(err, &e) || e.Code != codeNoZoneDatabase || !strings.Contains(e.Hint, "time/tzdata") || !strings.Contains(e.Hint, "timetzdata") {
		t.Errorf("without a database it gives %v", err)
	}
}

func TestLoadZone(t *testing.T) {
	for _, name := range []string{"UTC", "Asia/Jakarta", "Etc/GMT-7"} {
		if loc, err := LoadZone(name); err != nil || loc.String() != name {
			t.Errorf("%s is %v, %v", name, loc, err)
		}
	}
	for name, hint := range map[string]string{
		"": "IANA name", "Local": "differs from host to host", "localtime": "IANA name", "posixrules": "IANA name", "posix/Asia/Jakarta": "IANA name",
		"right/Asia/Jakarta": "IANA name", "jakarta": `did you mean "Asia/Jakarta"?`, "WIB": `did you mean "Asia/Jakarta"?`, "+07:00": "Etc/GMT-7",
	} {
		_, err := LoadZone(name)
		var e *Error
		if !errors.As(err, &e) || e.Code != codeUnknownTimeZone || !strings.Contains(e.Hint, hint) {
			t.Errorf("%q gives %v, want the hint %s", name, err, hint)
		}
	}
}
