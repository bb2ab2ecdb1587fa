package reply

// classes are the words that stand for one another in a pattern, written <name>
// there. A word may be in several. Spell as people type, errors included; one
// typing error in five letters or more is found without listing it.
var classes = map[string]string{
	"niet": "niet nie nit neit neet nier nite niett ni nt niets niks nix nikske niksnie geen gene gin gien gjin ginne geene gein ghin geeneen nooit noit nimmer " +
		"nergens niemand nemand nauwelijks amper zonder noch neen weinig never not dont cant cannot wont isnt doesnt",
	"nee": "nee neen neeje neej nope no nein non nah nei nay naai",
	"ja":  "ja jaa jah jaoh jha jea joa joah jao jaja jajaja jep jup yep yup yeah yes jawel jahoor jazeker jazker jo ya jawohl tuurlijk natuurlijk zeker",
	"ik":  "ik k ikke kik ikzelf mij me mijn mn men wij we ons onze",
	"mij": "mij me mijn mn ons mezelf mijzelf my mien mie",

	"kan":     "kan kon kunnen lukt lukte krijg kreeg kom kwam komt gaat ken kin kann kanniet",
	"kanniet": "kan ken kin kon lukt lukte gaat krijg kreeg kom komt kunnen",
	"opstaan": "opstaan opstoan overeind euverend oerein overend omhoog opstan opsta rechtop rechtovereind opgestaan oprichten opkomen opkrabbelen rechtkomen rechtstaan recht",
	"lig":     "lig lik lgi ligt lag liggen gelegen lich ligge ligh leg liggend",
	"grond": "grond gront vloer vloerkleed badkamervloer keukenvloer slaapkamervloer kelder grunt grnd tegels laminaat zeil vluur gronde ground vloertegels stoep mat " +
		"kleed",
	"trap": "trap trappe keldertrap trapgat trappenhuis",
	"vastin": "wc toilet bad badkuip douche lift stoel bed badkamer kelder schuur berging balkon kast wcpot ligbad toiletpot matras opstoel fauteuil rolstoel tuin hal " +
		"gang",

	"lucht":   "lucht adem zuurstof ademhaling adum locht",
	"adem":    "adem ademen ademhalen adum ademe ademhaling asem ademt",
	"benauwd": "benauwd benauwt benouwd benaud benauwdheid kortademig buitenadem ademnood stikbenauwd verstikking stikken stikbenauwt benauwdheden ademloos snakken",
	"borst":   "borst borstkas borstkast borste borstbeen borststreek bost ribbenkast hartstreek",
	"pijn": "pijn pyn pijnen pien pein pijnlijk steken steek druk drukkend drukt beklemmend beklemming beklemd knelling zeer zere knijpt benauwd krampen zwaar strak " +
		"klemmend knellend brandend stekende knijpend",
	"hart": "hart hartje hert hard hartslag",
	"lichaam": "arm armen been benen hand handen voet voeten vingers gezicht mond mondhoek lip kant lichaam linkerarm rechterarm linkerbeen rechterbeen linkerkant " +
		"rechterkant linkerhand rechterhand helft zijde tong oog nek hoofd",
	"scheef":  "scheef hangt hang hangen lam verlamd slap doof gevoelloos doodstil verlamming scheve tintelt krachteloos raar",
	"bewegen": "bewegen optillen bewege beweeg voelen gebruiken tillen strekken verroeren verzetten bewegt gevoel",
	"praten":  "praten spreken proaten prate woorden woord uitspreken brabbelen lallen",
	"bewust": "bewusteloos bewustloos buitenbewustzijn bewustzijn flauwgevallen flauw buitenwesten weggevallen weggeraakt wegrakingen wegraking blackout flauwte coma " +
		"flauwgevalln",
	"bloed": "bloed bloeden bloedt bloedend bloeding gebloed bloeit bloedverlies bloedneus bloedspoor bloud bloet blood bloeed slagader",
	"erg":   "erg heel hevig veel enorm hard flink ernstig zwaar vreselijk alles overal plas heftig verschrikkelijk ontzettend",
	"stopt": "stopt stoppen ophoud ophouden houdt hou blijft stelpen blijven houd",
	"valt": "val viel valt vallen gevallen gevalen gevaln gevalle gevallu gevlalen gevaalen gefallen gevolln gevalln gevall gvallen vallu gevoallen valpartij " +
		"duikeling smak smakkerd gekukeld omgevallen neergevallen omgekukeld",
	"gegleden": "uitgegleden uitgleden uitgeglejen uitgegleje uitgegeleden gestruikeld struikelde struikel gestrompeld onderuit onderuitgegaan onderuitgegleden gestuikt " +
		"tegendegrond gekeild ondersteboven omver valpartij gestrukeld weggegleden",

	"persoon": "man vrouw echtgenoot echtgenote partner moeder vader zus zuster broer buurman buurvrouw zoon dochter vriend vriendin kind oma opa mama mamma papa pa ma " +
		"huisgenoot buur buurvrouwtje mans vrouwtje schoonmoeder schoonvader tante oom nicht neef kleinzoon kleindochter moe vaeder mem heit ze zij hij baby kat " +
		"hond",
	"mens": "man vrouw echtgenoot echtgenote partner moeder vader zus zuster broer buurman buurvrouw zoon dochter vriend vriendin kind oma opa mama mamma papa pa ma " +
		"huisgenoot buur tante oom nicht neef kleinzoon kleindochter schoonmoeder schoonvader schoonzoon schoondochter zwager schoonzus mem heit mum",
	"onbekend": "inbreker inbrekers dief dieven indringer insluiper vreemde vreemden oplichter oplichters overvaller overvallers kerels gasten gast jongens nepagent " +
		"nepagenten onbekende onbekenden types vreemdeling",
	"mensen": "iemand mannen man mensen jongens kerel kerels twee 2 drie 3 vreemde gasten types vrouw persoon vent lui",

	"zoet":  "zee",
	"gas":   "gas gaslucht gasgeur gaslek gaslekkage gasalarm",
	"brand": "brand brandt brandje vuur vlammen vlam fik hens brandlucht keukenbrand brant brandend woningbrand uitslaande kortsluiting ontploffing explosie",
	"rook":  "rook rookt rookmelder rookalarm brandlucht rookontwikkeling rouk brandmelder koolmonoxide koolmonoxyde koolmonoxidemelder comelder",
	"huis": "huis woning kamer keuken flat gang slaapkamer woonkamer hal badkamer trappenhuis schuur kelder balkon hier appartement portiek pan stopcontact " +
		"meterkast oven bed gordijnen televisie",
	"pillen": "pil pillen pille medicijn medicijnen medicatie medicijne medisijnen tabletten tablet slaappillen slaaptabletten paracetamol paracetamols insuline " +
		"morfine oxazepam pilletjes bloedverdunners capsules pleister pleisters doosje strip medicien medicamenten druppels spuit puffer inhalator",
	"ingenomen": "ingenomen genomen opgegeten opgedronken geslikt gespoten gehad nam slik slikte ingeslikt gedronken gegeten innemen ingespoten geprikt binnengekregen",
	"gif": "bleek bleekmiddel chloor ontstopper afwasmiddel schoonmaakmiddel gif vergif vergiftigd vergiftiging terpentine spiritus zeepsop ammoniak javel " +
		"gootsteenontstopper antivries rattengif wasmiddel azijn",
	"slaat": "slaat slaan geslagen sla sloeg mishandelt mishandeld mishandelen schopt geschopt geslaan wurgt wurgen duwt bedreigt bedreigd bedreigen bedreigingen " +
		"dreigt dreigde sloegen geduwd gestompt geknepen knijpt trapt vermoordt stompt aangevallen verkracht schreeuwt",
	"wapen": "mes pistool wapen geweer vuurwapen keukenmes",

	"leven": "leven leve levn lieven bestaan",
	"einde": "einde eind eint end",
	"bel":   "bel bellen belt belle gebeld bellu telefoneren opbellen terugbellen terugbel teruggebeld telefoontje belletje terugbelverzoek",
	"vraagt": "kunt kunnen kan wilt wil wilde willen zou zouden zoudt wildt kun kunde graag aub svp alstublieft alsjeblieft astublieft moet mag verzoek liefst willu " +
		"kunje ku",
	"langs": "langskomen langs langskom langskome langskoom langsgaan langswippen hierheen hiernaartoe kijken binnenlopen hierkomen",
	"hulp":  "hulp help helpen ulp hulup hullup hulpverlening geholpen bijstand assistentie hellepen hulpje helpt",
	"zorg": "thuiszorg wijkverpleging wijkverpleegkundige zuster zusters verpleging verpleegkundige verzorging verzorgster zorg huishoudelijke hulp mantelzorger " +
		"mantelzorg wijkzuster thuishulp thuiszorgster alfahulp buurtzorg ouderenadviseur dokter huisarts arts tafeltjedekje maaltijden poetshulp schoonmaakster",
	"komt": "gekomen komt geweest kwam komen opdagen verschenen langsgeweest langsgekomen gebeld bereiken bereikbaar",
	"kapot": "kapot stuk defect stukgegaan gestoord storing uitgevallen verstopt lekt lek lekkage lekken ontregeld kepot gesprongen uitval kaduuk overstroomd " +
		"overstroming",
	"doet":   "doet doen doed werkt wil gaat doetet brandt werken functioneert",
	"koudte": "verwarming cv ketel kachel verwarmingsketel radiator stadsverwarming boiler warmwater geiser thermostaat gaskachel",
	"stroom": "stroom elektriciteit electriciteit licht elektra spanning electra gas water warm verwarming",
	"toestel": "alarmknop alarm noodknop alarmkastje halsalarm rolstoel traplift rollator scootmobiel lift zuurstofapparaat wc toilet riool douche koelkast vriezer " +
		"fornuis kraan gehoorapparaat hoortoestel personenalarm hulpknop wasmachine gootsteen voordeur deurbel slot alarmketting bril gebit prothese katheter " +
		"stoma sonde infuus tillift zuurstof pomp dak plafond raam ruit",
	"leed": "verdrietig verdriet somber depressief depressie down terneergeslagen ellendig ongelukkig huilen huil gehuild huilerig wanhopig radeloos hopeloos " +
		"verloren verslagen overstuur paniek paniekaanval panisch angst angstig angsten bang bange benauwend neerslachtig triest rouw gebroken uitzichtloos " +
		"moedeloos nerveus zenuwachtig gestrest angstaanval janken treurig bangig doodsbang ongerust bezorgd",
	"alleen": "alleen allein alleenig eenzaam eenzaamheid eensaam eenzam verlaten aleen alleeen allenig",
	"ziek": "ziek zieg zeik ziekjes ziekig zieker grieperig griep koorts koortsig corona covid longontsteking blaasontsteking infectie ontsteking ontstoken grip " +
		"krank snipverkouden verhoging bronchitis buikgriep doodziek hondsberoerd kotsmisselijk hartstikkeziek norovirus gordelroos wondroos trombose jicht " +
		"hernia delier",
	"klacht": "misselijk misselik duizelig duizzelig duizelg duizeligheid draaierig draaierigheid zweverig flauwtjes diarree buikloop overgeven overgegeven overgeve " +
		"braken gebraakt braak spugen gespuugd kotsen gekotst verstopping obstipatie hoofdpijn migraine buikpijn kramp krampen rillerig rillingen klappertanden " +
		"jeuk uitslag bibberig bibber trillerig tril zwak verzwakt uitgedroogd uitgeput doodop slapjes kortsluiting hoesten hoest verward verwardheid wazig " +
		"dubbelzien evenwicht dizzy gezwollen opgezwollen ontstoken wond wonden doorligplek doorligwond blauw kneuzing gekneusd verstuikt gebroken breuk " +
		"hartkloppingen suikerziekte incontinent slapeloos slapeloosheid oververmoeid doodmoe bekaf opgebrand verkrampt spierpijn",
	"slecht": "slecht slegt slech slechter slechte beroerd belabberd rot klote kut klere waardeloos ellendig belazerd bedonderd afschuwelijk verschrikkelijk vreselijk " +
		"miserabel lamlendig hondsberoerd akelig knudde bar ruk pet minnetjes klerezooi zwaar moeilijk bagger dramatisch brak shit shite sjlech slehct " +
		"abominabel zorgwekkend treurig krakkemikkig kloten koud schlecht sleg",
	"minder": "minder minnetjes matig matigjes mindertjes mindere pover maatjes",
	"eten":   "eten ete eet brood voedsel boodschappen drinken melk voeding maaltijd etn",
	"geld":   "geld centen huur schulden schuld rekeningen rekening deurwaarder incasso uitkering aow pensioen portemonnee pinpas bankpas pasje toeslag betalen",
	"bank": "bankpas pinpas pas pasje pincode pin bank geld rekening portemonnee wachtwoord digid whatsapp code codes sieraden spaargeld creditcard inloggen " +
		"bankrekening",
	"bedrog": "opgelicht oplichter oplichters oplichting oplichterij beroofd bestolen gestolen gejat overvallen bedrogen nepagent nepagenten babbeltruc phishing " +
		"gehackt fraude bedonderd geplukt ontfutseld berooft zakkenroller leeggehaald afgetroggeld",
	"dood":  "overleden overleje overlede gestorven doodgegaan overlijden begrafenis crematie begraven uitvaart heengegaan ingeslapen",
	"kwijt": "kwijt verloren kwiet zoek vergeten vergete verlegd kweit",
	"verzorgen": "wassen douchen aankleden uitkleden aantrekken uittrekken plassen poepen eten drinken koken slapen lopen loope traplopen staan traploop bukken tillen " +
		"zitten aandoen uitdoen redden lezen zien horen bereiken vinden doen slikken gewassen steunkousen kousen bewegen verzorgen zorgen trap deur huis buiten " +
		"naarbuiten bereik vind",
	"verward": "verward warrig verdwaasd kluts vergeetachtig dement dementie alzheimer delier dolende verwarring",

	"bericht": "bericht berichten berichtjes berichtje berigten bericthen sms smsen smsjes smsje smssen appjes appje app apps mail mailtjes meldingen melding vraag " +
		"vragen gedoe onzin vragenlijst dienst systeem service dagelijkse spam gezeur flauwekul geklets berichtn beriechten checks check controle gevraag",
	"sturen": "sturen stuur stuurt gestuurd ontvangen krijgen krijg hebben verstuur versturen toesturen zenden toezenden ontvang vragen bellen berichten appen smsen " +
		"storen",
	"stoppen": "stop stopt stoppen stope stopp stoppe sotp stpo tsop stob opzeggen beeindigen beeindig ophouden kap kappen stopzetten beeindigd opgezegd stopgezet " +
		"staken stoppeh ophou",
	"afmelden": "afmelden afmeld uitschrijven uitschrijf afmelde afmelding afgemeld uitschrijving uitgeschreven uitschrijve afmeldn opzegging optout unsubscribe stopall " +
		"verwijderen verwijder verwijderd wissen wis schrap schrappen afschrijven uitschreven uitgeschreve deregister",
	"weg": "weg afwezig vakantie vakansie vacantie vakatie vekantie reis afreizen vertrek vertrekken uitstapje trip rondreis cruise bedevaart fietsvakantie busreis " +
		"vertrokken weekendje wintersport overwinteren",
	"verblijf": "logeer logeren camping caravan stacaravan hotel vakantiehuisje vakantiepark huisje bungalow bungalowpark buitenland chalet camper boot ferry " +
		"logeerpartij centerparcs",
	"land": "spanje frankrijk duitsland belgie italie turkije marokko portugal oostenrijk engeland curacao suriname aruba indonesie griekenland polen limburg " +
		"zeeland texel terschelling ameland vlieland drenthe friesland twente veluwe ardennen canada amerika australie zwitserland denemarken zweden noorwegen " +
		"tenerife mallorca benidorm canarische schiermonnikoog gelderland brabant groningen valkenburg bonaire egypte kroatie hongarije ierland schotland londen " +
		"parijs rome lourdes mekka oekraine thailand bali java",
	"ziekenhuis": "ziekenhuis ziekenhuiz zkh hospitaal revalidatie revalidatiecentrum verpleeghuis verpleegtehuis opname hospice lumc langeland hagaziekenhuis haga " +
		"erasmus reinier mch operatiekamer ziekehuis zieknhuis zikenhuis zieckenhuis herstelhotel zorghotel hospital kliniek intensive",
	"opname": "opgenomen opname opereren geopereerd operatie opgenome nachtje ingreep onderzoek staaroperatie heupoperatie knieoperatie revalideren revalideer " +
		"dotteren bestraling",
	"termijn": "dag dagen dagje daagjes week weken weekje weekend weekendje maand maanden maandje tijdje poosje nacht nachten nachtje paar",
	"dag": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maendag ma di wo do vr za morgen overmorgen januari februari maart april mei juni juli " +
		"augustus september oktober november december jan feb mrt apr jun jul aug sep sept okt nov dec kerst feestdagen pasen nieuwjaar pinksteren",

	"vuil": "zwerfvuil afval container containers grofvuil vuilnis vuilniszakken vuilniszak vuilnisbak onkruid stoeptegel stoeptegels stoep tegel tegels " +
		"lantaarnpaal lantaarnpalen lantaarn straatlantaarn straatlamp straatverlichting prullenbak rommel troep vuil put hondenpoep papierbak glasbak boom " +
		"boomtak tak takken fietspad kliko losse glas speeltuin matras putdeksel bankje plantsoen verkeersbord kuil ratten",
	"dochter": "dochter zoon dr kleindochter kleinzoon schoondochter schoonzoon mantelzorger buurvrouw buurman nicht neef zus broer vriendin verzorgster verzorgende " +
		"verzorger thuiszorg hulp bewindvoerder echtgenoot vrouw man kinderen moeder ma mama mam mams oma opa pa vader",
}

// contrastWords turn what was said: an answer that holds one is never ok.
const contrastWords = "maar mar maor mair alleen behalve echter toch helaas jammer hoewel ondanks tenzij mits uitgezonderd enkel slechts but except however alhoewel alleeen " +
	"ofschoon niettemin afgezien"

// everydayWords stand in so many texts that no search starts at them.
const everydayWords = "ik k mijn mn me mij je u de het een t is ben bin was er in op van voor aan naar met en of dat dit die te om zo nu al niet nie geen niks ja nee goed heb heeft had kan wil moet ga gaat kom komt doe doet ook hier weer wel nog meer heel erg bij uit over alles hij zij ze we wij ons graag man vrouw no not my i to a the hoor dag vandaag morgen zit huis dank bel"
