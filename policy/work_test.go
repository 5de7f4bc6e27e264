package policy

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tenggat/sla/policy/internal/code"
)

// What files of up to 64 KiB may take.
const (
	smallFile   = 64 << 10
	smallMemory = 64 << 20 // allocated, not only held
	smallTime   = 200 * time.Millisecond
)

// costly are files whose calendars are made to take as much work as they can.
func costly(size int) map[string]string {
	zones := []string{"Asia/Tokyo", "Europe/London", "America/New_York", "Europe/Berlin", "Australia/Sydney", "Africa/Cairo", "America/Los_Angeles", "Pacific/Auckland"}
	regions := strings.Fields("jp gb us de es br nl fr it nz at pl se dk fi no")
	calendars := func(n int) (string, []string) {
		var b strings.Builder
		var names []string
		b.WriteString("calendars:\n")
		for i := range n {
			fmt.Fprintf(&b, "  c%d: {time_zone: %s, hours: {mon-fri: [\"0%d:%02d-17:00\"]}, holidays: [{region: %s}]}\n",
				i, zones[i%len(zones)], i%9, i%60, regions[i*5%len(regions)])
			names = append(names, fmt.Sprintf("c%d", i))
		}
		return b.String(), names
	}
	fill := func(head string, line func(i int) string) string {
		b := []byte(head)
		for i := 0; len(b) < size-600; i++ {
			b = append(b, line(i)...)
		}
		return string(b)
	}
	many, names := calendars(98)
	few, _ := calendars(3)
	return map[string]string{
		"unions of all": fill(many, func(i int) string { return fmt.Sprintf("  u%d: {union: [%s]}\n", i, strings.Join(names[i%5:], ", ")) }),
		"intersections": fill(many, func(i int) string {
			return fmt.Sprintf("  u%d: {intersect: [%s]} # %s\n", i, strings.Join(names[i%90:i%90+8], ", "), strings.Repeat("-", 40))
		}),
		"unions of three": fill(few, func(i int) string {
			return fmt.Sprintf("  u%d: {union: [c0, c1, c2], time_zone: %s}\n", i, zones[i%len(zones)])
		}),
		"exceptions": fill(few, func(i int) string {
			return fmt.Sprintf("  u%d: {time_zone: UTC, hours: {mon: [\"0%d:%02d-20:00\"]}, except: [c0, c1]}\n", i, i%10, i%60)
		}),
		"regions": fill("time_zone: UTC\ncalendars:\n", func(i int) string {
			return fmt.Sprintf("  c%d: {hours: {mon-fri: [\"0%d:%02d-17:00\"]}, holidays: [{region: %s}, {region: %s}, {region: %s}]}\n",
				i, i%9, i%60, regions[i%16], regions[(i+3)%16], regions[(i+7)%16])
		}),
		"zones": fill("calendars:\n", func(i int) string {
			return fmt.Sprintf("  c%d: {hours: {mon: [\"0%d:%02d-20:00\"]}, time_zone: %s}\n", i, i%10, i%60, zones[i%8])
		}),
		"zones that do not exist": fill("calendars:\n", func(i int) string {
			return fmt.Sprintf("  c%d: {hours: {mon: [\"09:00-20:00\"]}, time_zone: Zone%d} # -\n", i, i)
		}),
		"windows": fill("time_zone: America/New_York\ncalendars:\n", func(i int) string {
			var ws []string
			for h := range 24 {
				ws = append(ws, fmt.Sprintf("%02d:%02d-%02d:59", h, i%59, h))
			}
			return fmt.Sprintf("  c%d: {hours: {daily: [\"%s\"]}, holidays: [{region: us}]}\n", i, strings.Join(ws, `", "`))
		}),
		"special hours": fill("time_zone: America/New_York\ncalendars:\n  c:\n    hours: {mon: [\"09:00-20:00\"]}\n    special_hours:\n", func(i int) string {
			return fmt.Sprintf("    - {date: %04d-%02d-%02d, open: [\"0%d:%02d-10:00\"]}\n", 1000+i/300, 1+i/25%12, 1+i%25, i%10, i%60)
		}),
	}
}

// spent returns what f allocates and how long it takes.
func spent(f func()) (memory uint64, took time.Duration) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// checkWork loads a file and does everything else with it, and measures each.
// Only a fuzzer's process measures time: a test on a busy machine proves nothing.
func checkWork(t *testing.T, src []byte, timed bool) {
	var set *Set
	var err error
	check := func(what string, f func()) {
		t.Helper()
		memory, took := spent(f)
		if memory > smallMemory {
			t.Errorf("%s of %d bytes allocates %d MiB", what, len(src), memory>>20)
		}
		if timed && took > smallTime {
			t.Errorf("%s of %d bytes takes %v", what, len(src), took)
		}
	}
	check("Parse", func() { set, err = Parse("work.yaml", src) })
	if err != nil {
		return
	}
	check("Lint", func() { set.Lint() })
	check("Digest", func() { set.Digest() })
	check("YAML", func() { set.YAML() })
	check("Diff", func() { set.Diff(set) })
}

// FuzzWork: no file of up to 64 KiB takes over 200 ms or 64 MiB. To look for one,
// run go test -fuzz FuzzWork ./policy.
func FuzzWork(f *testing.F) {
	files := costly(smallFile)
	maps.Copy(files, hostile(smallFile))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f.Add([]byte(files[name]))
	}
	seeds := len(files)
	f.Fuzz(func(t *testing.T, src []byte) {
		seeds--
		if raced || len(src) > smallFile {
			t.Skip("the race detector throws away what is pooled")
		}
		checkWork(t, src, seeds < 0)
	})
}

// The calendars of a file may take so much work, and no more; that is said once.
func TestWorkOfCalendarsIsBounded(t *testing.T) {
	files := costly(smallFile)
	for name, refused := range map[string]bool{
		"unions of all": true, "regions": true, "unions of three": false, "special hours": false,
	} {
		_, err := Parse(name, []byte(files[name]))
		want := 0
		if refused {
			want = 1
		}
		if got := strings.Count(codes(err), code.TooMuchWork); got != want {
			t.Errorf("%s: the codes are %q, want %s %d times", name, codes(err), code.TooMuchWork, want)
		}
	}
}

// What real files have is far from the limit: thirty offices with the holidays of
// their regions, and a team in each three of them that follow the sun.
func TestWorkOfManyOffices(t *testing.T) {
	src := "calendars:\n"
	for i, region := range strings.Fields("jp gb us de es br nl fr it nz at pl se dk fi no be ch cz hu ie ca mx ro sk si lt lv ee hr") {
		src += fmt.Sprintf("  %s: {time_zone: Europe/London, hours: {mon-fri: [\"0%d:00-17:00\"]}, holidays: [{region: %s}]}\n", "office-"+region, i%9, region)
	}
	src += "  americas: {union: [office-us, office-br, office-ca]}\n  europe: {union: [office-gb, office-de, office-fr]}\n  all: {union: [office-jp, office-gb, office-us]}\n"
	if _, err := Parse("offices.yaml", []byte(src)); err != nil {
		t.Error(err)
	}
}
