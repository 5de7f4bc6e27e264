package calendar

import (
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/ke"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/th"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// ruledRegions are the countries and subdivisions that rickar/cal has rules
// for. Its packages aa and ecb are left out: they are not countries.
var ruledRegions = []region{
	// The rule for Viernes Santo names the Thursday before.
	{code: "ar", rules: shifted(ar.Holidays, ar.EasternsDay, 1)},
	{code: "at", rules: at.Holidays},
	{code: "au-act", rules: au.HolidaysACT},
	{code: "au-nsw", rules: au.HolidaysNSW},
	{code: "au-nt", rules: au.HolidaysNT},
	{code: "au-qld", rules: au.HolidaysQLD},
	{code: "au-sa", rules: au.HolidaysSA},
	{code: "au-tas", rules: au.HolidaysTAS},
	{code: "au-vic", rules: au.HolidaysVIC},
	{code: "au-wa", rules: au.HolidaysWA},
	{code: "be", rules: be.Holidays},
	{code: "bg", rules: bg.Holidays},
	{code: "br", rules: br.Holidays},
	{code: "ca", rules: ca.Holidays},
	{code: "ch", rules: ch.Holidays},
	{code: "ch-ag", rules: ch.HolidaysAG},
	{code: "ch-ai", rules: ch.HolidaysAI},
	{code: "ch-ar", rules: ch.HolidaysAR},
	{code: "ch-be", rules: ch.HolidaysBE},
	{code: "ch-bl", rules: ch.HolidaysBL},
	{code: "ch-bs", rules: ch.HolidaysBS},
	{code: "ch-fr", rules: ch.HolidaysFR},
	{code: "ch-ge", rules: ch.HolidaysGE},
	{code: "ch-gl", rules: ch.HolidaysGL},
	{code: "ch-gr", rules: ch.HolidaysGR},
	{code: "ch-ju", rules: ch.HolidaysJU},
	{code: "ch-lu", rules: ch.HolidaysLU},
	{code: "ch-ne", rules: ch.HolidaysNE},
	{code: "ch-nw", rules: ch.HolidaysNW},
	{code: "ch-ow", rules: ch.HolidaysOW},
	{code: "ch-sg", rules: ch.HolidaysSG},
	{code: "ch-sh", rules: ch.HolidaysSH},
	{code: "ch-so", rules: ch.HolidaysSO},
	{code: "ch-sz", rules: ch.HolidaysSZ},
	{code: "ch-tg", rules: ch.HolidaysTG},
	{code: "ch-ti", rules: ch.HolidaysTI},
	{code: "ch-ur", rules: ch.HolidaysUR},
	{code: "ch-vd", rules: ch.HolidaysVD},
	{code: "ch-vs", rules: ch.HolidaysVS},
	{code: "ch-zg", rules: ch.HolidaysZG},
	{code: "ch-zh", rules: ch.HolidaysZH},
	{code: "cy", rules: cy.Holidays},
	{code: "cz", rules: cz.Holidays},
	{code: "de", rules: de.Holidays},
	{code: "de-bb", rules: de.HolidaysBB},
	{code: "de-be", rules: de.HolidaysBE},
	{code: "de-bw", rules: de.HolidaysBW},
	{code: "de-by", rules: de.HolidaysBY},
	{code: "de-hb", rules: de.HolidaysHB},
	{code: "de-he", rules: de.HolidaysHE},
	{code: "de-hh", rules: de.HolidaysHH},
	{code: "de-mv", rules: de.HolidaysMV},
	{code: "de-ni", rules: de.HolidaysNI},
	{code: "de-nw", rules: de.HolidaysNW},
	{code: "de-rp", rules: de.HolidaysRP},
	{code: "de-sh", rules: de.HolidaysSH},
	{code: "de-sl", rules: de.HolidaysSL},
	{code: "de-sn", rules: de.HolidaysSN},
	{code: "de-st", rules: de.HolidaysST},
	{code: "de-th", rules: de.HolidaysTH},
	{code: "dk", rules: dk.Holidays},
	{code: "ee", rules: ee.Holidays},
	{code: "es", rules: es.Holidays},
	{code: "fi", rules: fi.Holidays},
	{code: "fr", rules: fr.Holidays},
	{code: "gb", rules: gb.Holidays},
	{code: "gr", rules: gr.Holidays},
	{code: "hr", rules: hr.Holidays},
	{code: "hu", rules: hu.Holidays},
	{code: "ie", rules: ie.Holidays},
	{code: "is", rules: is.Holidays},
	{code: "it", rules: it.Holidays},
	// The citizen's holidays of September are listed up to 2032.
	{code: "jp", rules: jp.Holidays, known: 2032},
	{code: "ke", rules: ke.Holidays},
	{code: "lt", rules: lt.Holidays},
	{code: "lu", rules: lu.Holidays},
	{code: "lv", rules: lv.Holidays},
	{code: "mt", rules: mt.Holidays},
	{code: "mw", rules: mw.Holidays},
	{code: "mx", rules: mx.Holidays},
	{code: "nc", rules: nc.Holidays},
	{code: "nl", rules: nl.Holidays},
	{code: "no", rules: no.Holidays},
	{code: "nz", rules: nz.Holidays},
	{code: "pl", rules: pl.Holidays},
	{code: "pt", rules: pt.Holidays},
	{code: "ro", rules: ro.Holidays},
	{code: "rs", rules: rs.Holidays},
	{code: "ru", rules: ru.Holidays},
	{code: "se", rules: se.Holidays},
	{code: "si", rules: si.Holidays},
	{code: "sk", rules: sk.Holidays},
	{code: "th", rules: th.Holidays},
	{code: "ua", rules: ua.Holidays},
	{code: "us", rules: us.Holidays},
	{code: "za", rules: za.Holidays},
}
