package policy

import (
	"cmp"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/tenggat/sla/policy/internal/code"
	"github.com/tenggat/sla/policy/internal/codec"
)

// sections are the sections of README.md, by heading.
func sections(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	heading, fenced := "", false
	for line := range strings.Lines(string(page)) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if level := strings.TrimLeft(line, "#"); level != line && !fenced {
			heading = strings.TrimSpace(level)
		}
		found[heading] += line
	}
	return found
}

// rows are the cells of the tables of a section that begin with a key, by key.
func rows(section string) map[string][]string {
	found := make(map[string][]string)
	for line := range strings.Lines(section) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		name, ok := strings.CutPrefix(strings.TrimSpace(cells[0]), "`")
		if name, closed := strings.CutSuffix(name, "`"); ok && closed && strings.HasPrefix(line, "|") {
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			found[name] = cells
		}
	}
	return found
}

// TestReadmeHasEveryKey compares the tables of README.md with those of the
// decoder.
func TestReadmeHasEveryKey(t *testing.T) {
	headings := map[string]string{
		"file": "The file", "agreement": "The agreement", "obligations": "Obligations", "term": "Term and valid", "valid": "Term and valid",
		"calendar": "Calendars", "version": "Versions", "holiday": "Holidays", "eve": "Eve", "special_hours": "Special hours",
		"statuses": "Statuses", "metric": "Metrics", "condition": "Predicates", "policy": "Policies", "calendar_choice": "A choice of calendars",
		"target": "Targets", "due": "Due", "threshold": "Thresholds", "objective": "Objectives", "credit": "Credits", "exclusion": "Exclusions", "report": "Reports", "until": "Until", "time_zone": "A zone from a field", "within": "A duration from a field",
	}
	// These are required, but a preset or another policy may have them.
	elsewhere := map[string]bool{"metric.start": true, "metric.stop": true, "policy.targets": true}
	page := sections(t)
	for name, m := range objects() {
		documented := rows(page[headings[name]])
		if name == "metric" {
			for preset := range presets() {
				delete(documented, preset)
			}
		}
		for _, k := range m.Keys {
			if name == "exclusion" && k.Name != "reason" {
				continue // the others are those of predicates
			}
			for _, spelling := range slices.DeleteFunc([]string{k.Name, k.Also}, func(s string) bool { return s == "" }) {
				row := documented[spelling]
				if len(row) != 4 {
					t.Errorf("%q: the row of the key %s is %q", headings[name], spelling, row)
				} else if needed := k.Required || elsewhere[name+"."+spelling]; needed != (row[2] == "required") {
					t.Errorf("%q: the row of the key %s says %q; required is %t", headings[name], spelling, row[2], needed)
				}
				delete(documented, spelling)
			}
		}
		for key := range documented {
			t.Errorf("%q has the key %s, which there is not", headings[name], key)
		}
	}
}

// objects are all maps with known keys that the language has, by name.
func objects() map[string]*codec.Members {
	found := make(map[string]*codec.Members)
	var visit func(s *codec.Shape)
	visit = func(s *codec.Shape) {
		if s == nil {
			return
		}
		if s.Object != nil && found[s.Object.Name] == nil {
			found[s.Object.Name] = s.Object
			for _, k := range s.Object.Keys {
				visit(k.Shape)
			}
		}
		for _, one := range s.Either {
			visit(one)
		}
		visit(s.List)
		visit(s.Values)
	}
	visit(language().Shape)
	return found
}

// TestReadmeHasEveryChoice: where a key has words to choose from, its row has
// all of them.
func TestReadmeHasEveryChoice(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range objects() {
		for _, k := range m.Keys {
			for _, word := range k.Shape.Words {
				if !strings.Contains(string(page), "`"+word+"`") {
					t.Errorf("the page does not have the word %s of the key %s of %s", word, k.Name, name)
				}
			}
		}
	}
}

func TestReadmeHasEveryCode(t *testing.T) {
	page := sections(t)
	for heading, codes := range map[string][]Code{"Errors": errorCodes(t), "Findings": findingCodes(t)} {
		documented := rows(page[heading])
		slices.Sort(codes)
		for _, code := range slices.Compact(codes) {
			if documented[string(code)] == nil {
				t.Errorf("%q does not have the code %s", heading, code)
			}
			delete(documented, string(code))
		}
		for code := range documented {
			t.Errorf("%q has the code %s, which there is not", heading, code)
		}
	}
}

func TestReadmeHasEveryPreset(t *testing.T) {
	documented := rows(sections(t)["Metrics"])
	for name, m := range presets() {
		row := documented[name]
		if len(row) != 6 {
			t.Errorf("the row of %s is %q", name, row)
			continue
		}
		pausable := "no"
		switch {
		case m.Pause != nil:
			pausable = "own: " + strings.Join(texts(m.Pause.Status), ", ")
		case m.Pausable == True:
			pausable = "yes"
		}
		want := []string{pausable, string(cmp.Or(m.Repeat, RepeatOnce)), string(cmp.Or(m.OnReopen, OnReopenResume))}
		if !slices.Equal(row[3:], want) {
			t.Errorf("%s: the page says %q, the preset %q", name, row[3:], want)
		}
	}
}

// TestReadmeExamplesLoad loads every block of YAML, and lints it: an example
// that is doubtful is none.
func TestReadmeExamplesLoad(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)\n```yaml\n(.*?)\n```\n").FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 10 {
		t.Fatalf("found only %d examples", len(blocks))
	}
	for _, block := range blocks {
		s, err := Parse("README.md", []byte(block[1]))
		if err != nil {
			t.Errorf("%v\nin\n%s", err, block[1])
			continue
		}
		for _, w := range s.Lint() {
			if w.Code != code.UnusedMetric {
				t.Errorf("%v\nin\n%s", w, block[1])
			}
		}
	}
}

// TestReadmeLinks: every link within the page leads to a heading.
func TestReadmeLinks(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	anchors := make(map[string]bool)
	for heading := range sections(t) {
		anchors[strings.ReplaceAll(strings.ToLower(heading), " ", "-")] = true
	}
	for _, link := range regexp.MustCompile(`\]\((#?)([^)]+)\)`).FindAllStringSubmatch(string(page), -1) {
		if link[1] == "#" && !anchors[link[2]] {
			t.Errorf("there is no heading for #%s", link[2])
		}
		if _, err := os.Stat(link[2]); link[1] == "" && err != nil {
			t.Errorf("there is no file %s", link[2])
		}
	}
}
