// Package code has the codes of mistakes and findings, so that the packages that
// report them and their tests use the same texts. Users see them in the
// documentation of policy.Code.
package code

// The codes of errors.
const (
	// Reading the file.
	Syntax         = "syntax"          // not YAML
	Encoding       = "encoding"        // not UTF-8
	TooLarge       = "too_large"       // more than 1 MiB
	TooDeep        = "too_deep"        // nested more than 64 levels
	TooManyErrors  = "too_many_errors" // more than 100 errors; the rest is not shown
	EmptyFile      = "empty_file"      // nothing in it
	SecondDocument = "second_document" // a file holds one document
	Alias          = "alias"           // anchors, aliases and merge keys are refused
	Tag            = "tag"             // YAML tags are refused
	DuplicateKey   = "duplicate_key"   // a key twice in one map
	UnknownKey     = "unknown_key"     // a key the language does not have here
	MissingKey     = "missing_key"     // a key that must be there
	WrongType      = "wrong_type"      // a list where text is expected, and so on
	NoFile         = "no_file"         // a pattern of LoadFS that matches no file, or a file that cannot be read
	Version        = "unknown_version" // a version of the language that is not 1

	// Values.
	BadChoice   = "bad_choice"   // not one of the words allowed here
	BadDuration = "bad_duration" // not a duration, or one of zero or less
	BadPercent  = "bad_percent"  // not a share
	BadMark     = "bad_mark"     // not a point before or after a deadline
	BadNumber   = "bad_number"   // not a number
	BadDate     = "bad_date"     // not a date, or dates in the wrong order
	Empty       = "empty"        // a text or list that must not be empty

	// Names.
	UnknownCalendar = "unknown_calendar"
	UnknownMetric   = "unknown_metric"
	UnknownPolicy   = "unknown_policy"
	UnknownField    = "unknown_field"  // a ticket field that fields does not declare
	UnknownValue    = "unknown_value"  // a value that fields does not declare
	DuplicateName   = "duplicate_name" // two things of one name
	DuplicateStatus = "duplicate_status"
	DuplicateTarget = "duplicate_target" // two targets with the same metric and when
	Cycle           = "cycle"            // calendars or policies that need themselves

	// Meaning.
	BadCondition = "bad_condition" // a predicate that is empty, or has a key that is not for it
	Conflict     = "conflict"      // keys that exclude one another
	TooMuchWork  = "too_much_work" // the calendars take too much work to compile
)
