package policy

// The codes of [Error]. They are stable: a tool may depend on them.
const (
	// Reading the file.
	CodeSyntax         = "syntax"          // not YAML
	CodeEncoding       = "encoding"        // not UTF-8
	CodeTooLarge       = "too_large"       // more than 1 MiB
	CodeTooDeep        = "too_deep"        // nested more than 64 levels
	CodeTooManyErrors  = "too_many_errors" // more than 100 errors; the rest is not shown
	CodeEmptyFile      = "empty_file"      // nothing in it
	CodeSecondDocument = "second_document" // a file holds one document
	CodeAlias          = "alias"           // anchors, aliases and merge keys are refused
	CodeTag            = "tag"             // YAML tags are refused
	CodeDuplicateKey   = "duplicate_key"   // a key twice in one map
	CodeUnknownKey     = "unknown_key"     // a key the language does not have here
	CodeMissingKey     = "missing_key"     // a key that must be there
	CodeWrongType      = "wrong_type"      // a list where text is expected, and so on
	CodeNoFile         = "no_file"         // a pattern of LoadFS that matches no file, or a file that cannot be read
	CodeVersion        = "unknown_version" // a version of the language that is not 1

	// Values.
	CodeBadChoice   = "bad_choice"   // none of the words allowed here
	CodeBadDuration = "bad_duration" // no duration, or one of zero or less
	CodeBadPercent  = "bad_percent"  // no share
	CodeBadMark     = "bad_mark"     // no point before or after a deadline
	CodeBadNumber   = "bad_number"   // no number
	CodeBadDate     = "bad_date"     // no date, or dates in the wrong order
	CodeBadHours    = "bad_hours"    // no opening hours, or none at all
	CodeUnknownZone = "unknown_zone" // no IANA time zone
	CodeEmpty       = "empty"        // a text or list that must say something

	// Names.
	CodeUnknownCalendar = "unknown_calendar"
	CodeUnknownMetric   = "unknown_metric"
	CodeUnknownPolicy   = "unknown_policy"
	CodeUnknownRegion   = "unknown_region" // no such region, or no such kind of its holidays
	CodeDuplicateName   = "duplicate_name" // two things of one name
	CodeDuplicateStatus = "duplicate_status"
	CodeDuplicateTarget = "duplicate_target" // two targets with the same metric and when
	CodeCycle           = "cycle"            // calendars or policies that need themselves

	// Meaning.
	CodeBadCondition = "bad_condition" // a predicate that is empty, or has a key that is not for it
	CodeConflict     = "conflict"      // keys that exclude one another
	CodeBadCalendar  = "bad_calendar"  // any other mistake in a calendar
)
