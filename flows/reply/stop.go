package reply

// stopRules find the wish to get no messages. A wish to stop needs no reason,
// so it may be short; the word in a longer text about something else
// ("kan niet stoppen met hoesten") is no opt-out.
var stopRules = []rule{
	{"woord", nil, []string{
		"= <stoppen> (nu|maar|met|alles|alle|dit|hiermee|ermee|meteen|direct)", "= <afmelden> (nu|maar|mij|me|alles)", "= stop stop",
		"= stop stop stop", "= 🛑", "= end", "= cancel", "= quit", "= revoke", "= optout", "= opt out", "= unsubscribe", "= stopall",
		"= stop all", "= stop it", "= annuleer|annuleren|annulering", "= kappen|kap (nou|maar|nu|ermee|hiermee)", "= ophouden (nu|maar)",
		"= hou|houd|houdt op (nu|maar|aub)", "= einde|genoeg",
	}},
	{"wil-stoppen", nil, []string{
		"wil|wou|wilde|willen|mag|kan|kunt|wilt|zou|graag|moet|ga|gaan|we|moeten|gaarne|verzoek (u|ik|je|we|wij|nu|toch|dus|mij|me|alstublieft|graag|liever|even) (hiermee|ermee|er|hier|met|dit|mee|deelname) (mee) <stoppen> $",
		"stop|stopt|stoppen|kap|kappen|ophouden|gestopt|opgezegd|opzeggen|beeindigen|stopzetten|beeindig ~ hiermee|ermee|sturen|<bericht>|deelname|abonnement|aanmelding|gedoe|meedoen|appen|smsen|storen|lastigvallen",
		"wil|wilt|kunt|graag|mag|willen|zou ~~ stoppen|ophouden|stop|stopzetten|opzeggen|beeindigen ~ hiermee|ermee|sturen|<bericht>|deelname|meedoen|dit|mij|abonnement|smsen|appen",
		"<bericht>|deelname|dit|hiermee|abonnement ~ stoppen|stop|stopzetten|beeindigen|opzeggen|stopt|ophouden|beeindig $",
		"ik stop (er) ermee|hiermee|nu|mee|met ~ (dit|<bericht>)", "= ik stop",
		"hou|houd|houdt (u|je|jullie|maar|nou|toch|eens|aub|nu) op (met|hiermee|ermee|nu|maar) (met|die|deze|dat|dit|al|de) (die|deze|dat|dit|al) <bericht>|hiermee|ermee|sturen|appen|smsen|bellen|mailen",
		"hou|houd|houdt (er) (mee|nou|nu|maar|toch|eens) op met <bericht>|sturen|dit|die|deze", "ik zeg ~ op $",
		"zeg ~ abonnement|deelname|dienst|service ~ op",
	}},
	{"afmelden", nil, []string{
		"<afmelden> (graag|aub|mij|me|svp)",
		"meld|schrijf|haal|schrap|gooi|wis|verwijder|neem|zet (u|maar|dan|graag) mij|me|mn|ons|mijn|nummer|dit|deze ~ af|uit|lijst|systeem|bestand|nummer|eraf|gegevens|naam|adressenlijst",
		"<vraagt> ~ mij|me|ons ~ afmelden|uitschrijven|verwijderen|schrappen|uithalen|afhalen|wissen",
		"van|uit (de|uw|die|jullie|deze) lijst|systeem|bestand|verzendlijst|mailinglijst|groep",
		"mijn|me|dit|mn nummer|gegevens|naam ~ verwijderen|wissen|verwijder|uit|weg|schrappen|weghalen",
		"wis|verwijder|schrap (mijn|dit|alle|mn) nummer|gegevens|naam|alles",
		"toestemming|akkoord|instemming ~ in|intrekken|intrek|ingetrokken|niet|weg", "trek|intrekken ~ toestemming",
	}},
	{"geen-berichten", nil, []string{
		"<niet>|geen ~ <bericht> ~ meer|sturen|ontvangen|graag|krijgen|nodig|hebben|aub|toesturen", "geen <bericht> (meer|graag|aub|svp)",
		"geen <bericht>", "<bericht> ~~ <niet> ~ meer|hebben|ontvangen|krijgen|nodig|wil|willen|hoef|hoeft|sturen + <bericht>",
		"<bericht> ~~ <niet>|geen ~ meer", "<bericht> ~~ hoef|hoeft|wil|willen ~ <niet>",
		"hoef|hoeft|wil|wens|willen|wensen ~ <bericht> ~ <niet>",
		"^ <niet> (meer) sturen|bellen|berichten|appen|smsen (aub|svp|graag|meer)",
		"<niet> ~ meer (te|mij|me|aan) (te) sturen|berichten|bellen|storen|appen|smsen|stuur|contacteren|benaderen|lastig|vallen|lastigvallen|toesturen|ontvangen|versturen $",
		"stuur|stuurt ~ (mij|me|ons) ~ <niet> ~ (meer|langer)", "mij|me <niet> ~ meer ~ <sturen>|lastigvallen|storen",
		"wil|hoef|hoeft|wens|willen (ik) dit|deze|die|dat|ze|hier ~ <niet> ~ meer $",
		"wil|hoef (ik|dit|deze|die|dat) ~ <niet> ~ meer ~ krijgen|ontvangen|hebben|lezen|zien",
		"wil|wens ~ <niet>|geen ~ (meer) ~ ontvangen|sms|mededelingen|contact",
		"<niet>|geen behoefte|interesse|belangstelling|intresse|zin (meer) (aan|in) (meer) dit|deze|die|<bericht>|meedoen",
		"geen interesse|belangstelling|intresse|behoefte", "<niet> (in|meer) geinteresseerd", "geinteresseerd ~ niet",
	}},
	{"doe-niet-mee", nil, []string{
		"<niet> ~ meer ~ mee|meedoen|deelnemen|meedoe|doen $", "doe|doen|doet ~ <niet> ~ mee",
		"wil|willen|hoef|ga|hoeft ~ <niet> ~ meedoen|deelnemen|mee", "meedoen|deelnemen|deelname ~ <niet>|stop|beeindig|opzeg",
		"hoeft|hoef ~ <niet> ~ (meer) ~ <sturen> ~ (mij)", "dit hoeft|hoef (voor|van) (mij|me) <niet> (meer)", "zie af van",
		"afzien van deelname|<bericht>|verdere",
	}},
	{"met-rust", nil, []string{
		"bel|belt|bellen|app|sms (mij|me|ons) (aub|svp|alstublieft) <niet> meer", "wil|wou|wilde (ik) eraf",
		"laat|laten (u|jullie|je) mij|me|mn|ons ~ rust", "met rust ~ laat|laten|gelaten", "met rust",
		"val|valt|vallen ~ mij|me|ons ~ (<niet>) ~ lastig", "lastig|lastigvallen|lastiggevallen ~ val|niet|stop|mij|me",
		"sodemieter|donder|rot|flikker|lazer ~ op|toch", "rot op", "donder op", "hoepel op", "bemoei* ~ <niet>|eigen", "bemoei je|u",
		"moet jullie|u|deze|die ~ <niet>", "blokkeer|geblokkeerd|blokkeren", "ben|word ~ gek|zat|beu ~ <bericht>|gedoe", "spam",
	}},
	{"verkeerd-nummer", nil, []string{
		"verkeerd|verkeerde|fout|foutief|foute|verkeert|verkeerdt nummer|nr|persoon|telefoonnummer|mens|adres|verbonden|iemand|mobiel",
		"nummer ~ verkeerd|klopt niet|fout|veranderd|onjuist", "verkeerd ~ verbonden|gebeld|nummer",
		"ben|bin ~ (mevrouw|meneer) <niet> $", "ik ben die|deze <niet>", "ben <niet> mevrouw|meneer|mevr|dhr|mw|de",
		"dit is <niet> (het|de|mijn) nummer ~ van", "<niet> ~ nummer van", "woont|woon ~ <niet> ~ zoetermeer|hier",
		"mevrouw|meneer|persoon|deze|die|zij|hij woont (hier) niet|nie", "mevrouw|meneer ~ woont ~ niet ~ hier",
		"u moet ~ iemand anders hebben", "verkeerde voor|hebt|heeft",
	}},
}
