package reply

var turkish = language{
	id:       "tr",
	yes:      "evet tabii tabi elbette",
	good:     "iyi iyiyim iyiyiz iyidir tamam guzel super harika mukemmel saglam sagligim iyidi iyim",
	filler:   "cok her sey hersey ben benim biz bugun tesekkurler tesekkur ederim ederiz sagol sagolun sag olun gunaydin selam merhaba allaha sukur şükür cok hamdolsun allah razi olsun gunler efendim buradayim evdeyim yerinde saglik sagligim size de siz",
	negators: "değil degil yok hic hiç asla degilim değilim degiliz olmaz gitmiyor olmuyor yapamiyorum",
	no:       "hayır hayir yoo",
	contrast: "ama fakat ancak sadece lakin",
	goodPhrases: []string{
		"her|hersey (sey) yolunda|iyi|guzel|tamam", "yolunda", "sorun|problem|sikinti|sıkıntı|şikayetim yok", "bir sey yok|yok cok sukur",
		"idare eder cok sukur iyiyim",
	},
	benign: []string{"hasta degilim", "agrim|ağrım yok", "yardima ihtiyacim yok"},
	urgent: []string{
		"imdat|imdaat", "yardım|yardim ~ edin|et|cabuk|acil|lütfen|lutfen",
		"acil|ambulans|polis|itfaiye|yangın|yangin|duman|hirsiz|hırsız", "kalkamıyorum|kalkamiyorum|kalkamadim|kalkamiyom|doğrulamıyorum",
		"yerde yatiyorum|yatıyorum|kaldim|kaldım", "yerdeyim|yere dustum|yerde", "nefes ~ al*|alamiyorum|alamıyorum|darligi|darlığı|yok",
		"göğsüm|gogsum|gogsumde|gögsüm|goğus|gogus|kalbim|kalp ~ agri*|ağrı*|sikis*|sıkış*|krizi|acıyor|aciyor|duruyor",
		"agri*|ağrı* ~ gogus*|göğüs*|kalp", "kan|kanama|kanıyor|kaniyor|kanamam ~ var|geliyor|akiyor|durmuyor|cok", "kanama|kanıyor|kaniyor|kanamam $",
		"bayıldım|bayildim|bayilmis|felç|felc|inme|ölmek|olmek|intihar|öleceğim|olecegim|oluyorum|ölüyorum|boguluyorum|boğuluyorum",
		"yaşamak|yasamak istemiyorum", "gaz kokusu|kokuyor", "hareket|konusamiyorum|konuşamıyorum|edemiyorum", "dövüyor|dovuyor|tehdit",
	},
	help: []string{
		"yardım|yardim|yardıma|yardima", "hasta*|hastayım|hastayim|hastalandim", "donuyor|dönüyor",
		"kötü|kotu|kotuyum|kötüyüm|berbat|fena|fenayim|fenayım", "iyi|iyiyim|guzel ~ hissetmiyorum|degil|değil|degilim|değilim|yok",
		"ağrım|agrim|agri|ağrı|agriyor|ağrıyor|acıyor|aciyor|sanci|basim|başım|ates|ateşim|atesim", "düştüm|dustum|düşdüm|dustm|düşmüş",
		"arayın|arayin|arar|ara|arayabilir|ararmisiniz|ararmısınız|aramanizi (misiniz|mısınız|beni|lütfen)", "beni ara*",
		"yalnız|yalniz|yalnızım|yalnizim|uzgun|üzgünüm|uzgunum|korkuyorum|agliyorum|ağlıyorum", "gelin|gelir misiniz|biri", "doktor",
		"ilac*|ilaç* ~ bitti|yok|kalmadi", "hic iyi degil", "iyi gitmiyor", "yemek|elektrik|su|para|ekmek yok",
	},
	unclear: []string{
		"fena degil|değil", "şöyle böyle|soyle boyle", "idare eder|ediyoruz|ediyorum", "eh iste|işte",
		"kimsiniz|kimsin|nedir|anlamadim|anlamadım", "yorgunum|yorgun", "= merhaba|selam|gunaydin|tesekkurler|sagol",
	},
	stop: []string{
		"durdur*", "mesaj gonderme*|gönderme*", "mesaj* ~ istemiyorum|gonderme*|gönderme*|atma*|yollama*|istemiyoruz",
		"yanlış|yanlis numara", "istemiyorum $", "rahatsiz etmeyin", "iptal",
	},
	pause: []string{
		"tatil*", "hastane*", "evde değilim|degilim|yokum", "izinde*|seyahat*|turkiyedeyim|türkiyedeyim|memleket*",
	},
}

var moroccan = language{
	id:       "ar-ma",
	yes:      "ah iyeh wakha eyeh naam na3am ayeh yeh wah",
	good:     "labas lbas bikhir bikher bekhir mezyan mezian mzyan mzian meziane mzyana mezyana bikheir labes zwin zwina hania",
	filler:   "hamdoulillah hamdulillah elhamdulillah elhamdülillah lhamdulillah lhamdoullah lhamdulilah alhamdulillah hamdullah lhamdoulillah hamdolilah kulshi kolchi kolshi kulchi koulchi choukran shukran chokran barakalaufik barakallahufik ana 3lik 3lik allah salam salaam assalam alaikum aleikum 3likom alikum lah ybarek fik llah alhamdolillah sbah lkhir bezaf bezzaf rani hna ghir",
	negators: "mashi machi makayn makaynsh makanch walo walou ma",
	no:       "la lla lala",
	contrast: "walakin welakin lakin walakinni",
	goodPhrases: []string{
		"makayn|makain mouchkil|mushkil|muskil|mochkil", "ma kayn mouchkil|mushkil", "la bas (hamdoulillah|3lik|alik)", "la bas",
	},
	urgent: []string{
		"3awnouni|3awenni|3awnoni|awnouni|aweni|3aweni|awenni|3awnini|3awnni|aawnouni|3tiqouni|3ti9ouni|atqouni|3te9ouni|ateqoni|nejdouni|njdouni|lhe9ni|le7qouni",
		"ma|makan*|mabqit* ~~ qadertch|qadrach|n9derch|nqderch|9adertch|kanqdarch|n9dar|nqdar|qder ~ nteneffes|ntnefes|nnod|nwqef|nweqef|nqoum|nod|nenoud|ntneffes|nefs",
		"qadertch|kanqdarch|n9derch|9derch|qdertch|makan9darch|makanqderch|manqderch|man9derch ~ nteneffes|nnod|nod|nweqef|nhder|n7errek",
		"makanqderch|man9derch|makan9derch|maqdertch", "ta7t|taht|te7t|f ~ lard|lerd|lerdh", "f lard|lerd",
		"9albi|qalbi|galbi|sadri ~ kaydrni|kaywja3ni|kidrni|hrni|kay7erni", "sadri|9albi|qalbi", "dm|dem|demm kaysil|bezzaf|ghadi",
		"l3afia|lafia|lboulis|bolis|isaf|is3af|ambilance", "bghit nmout|nmot", "nmout|nmot", "7ri9|hriq|ddoukhan", "chfar|cheffar|sareq",
	},
	help: []string{
		"mrid|mrida|mreed|mreeda|mrit|merid|merida", "tayh|tht|te7t|ta7|taht|tahet|tih|te7",
		"kaydrni|kaywja3ni|kidrni|wja3|lwja3|hariq|ydrni|rasi|raasi", "3iyit liya|lya",
		"3ayet|ayet|3iyet|3eyet|siftou|3ayto|3aytou ~ liya|lya|3liya",
		"machi|mashi mezyan|mezian|bikhir|labas|mzyan|mziana|mzian|hadak|hwa", "khayfa|khayf|7zina|hzina|bo7di|bohdi|wahdi|we7di|kanbki",
		"mosa3ada|musaada|mosaada|3awn", "lma|dwa|ddwa|makla ~ sala|makaynch|tqada", "ma (kaynch|andi) (l) dwa|makla|lma|flous",
		"ma labas|bikhir|labasch|labach|labash",
	},
	unclear: []string{
		"safi", "chwiya|shwiya|chwia|ch7al|chkoun|shkun|shkoun|nta|chno|ashno|3ayan|3ayana|3yit",
		"= hamdoulillah|hamdullah|lhamdulillah|salam|choukran",
	},
	stop: []string{"bla mesajat", "ma tsiftouch|tsifet|tsiftoch", "7bess|habess|hbes"},
	pause: []string{
		"f lmaghrib|maghrib|lmeghrib", "sbitar|sbetar|sbitaar", "3otla|otla|l3otla", "msafer|msafra",
	},
}

var arabic = language{
	id:          "ar",
	yes:         "نعم اه ايه أيوه ايوه اجل",
	good:        "بخير تمام جيد جيدة كويس كويسة زين مزيان لاباس لابأس ممتاز طيب طيبة منيح منيحة",
	filler:      "انا أنا كل شيء شي الحمد لله والحمد شكرا جزيلا السلام عليكم صباح الخير اليوم نحن كلشي النور جدا",
	negators:    "لا ليس لست ما مش ماشي غير لم لن بدون موش ليست لسنا",
	no:          "لا كلا",
	contrast:    "لكن ولكن الا إلا فقط",
	goodPhrases: []string{"لا بأس|باس", "على ما يرام", "لا توجد|يوجد مشكلة|مشاكل", "ما كاين مشكل"},
	urgent: []string{
		"النجدة|نجدة|انقذوني|أنقذوني|الحقوني|ساعدوني|اسعاف|إسعاف|الاسعاف|شرطة|الشرطة|حريق|نار|دخان|دم|نزيف|طوارئ",
		"لا|ولا|ما|وما|مش|ومش|مقدرش|مانقدرش ~ استطيع|أستطيع|اقدر|أقدر|نقدر|قادر|قادرة ~ التنفس|اتنفس|أتنفس|نتنفس|النهوض|الوقوف|الحركة|الكلام|نوقف|اقوم|أقوم",
		"الم|ألم|وجع ~ صدري|الصدر|قلبي|القلب|بالصدر", "صدري|قلبي ~ يؤلمني|يوجعني|الم|وجع", "على الارض|الأرض",
		"اموت|أموت|الموت|انتحار|سأموت", "لص|حرامي|سارق", "لا أتنفس|اتنفس", "عاونوني|عتقوني",
	},
	help: []string{
		"مريض|مريضة|تعبان|تعبانة|مرضت|ألم|الم|وجع|دوخة|حمى|يؤلمني|يوجعني|صداع", "مساعدة|ساعدني|محتاج|محتاجة|احتاج|أحتاج",
		"اتصل|اتصلوا|اتصال|كلموني", "سقطت|وقعت|طحت", "وحيد|وحيدة|وحدي|حزين|حزينة|خائف|خائفة|خايفة|خايف|ابكي",
		"لست|ليس|مش|ماشي|ما|غير|موش|لا (انا|على) بخير|جيد|جيدة|كويس|كويسة|مزيان|تمام|منيحة|طيب", "سيئ|سيئة|سيء",
	},
	unclear: []string{"من انت|أنت|انتم|معي", "= الحمد لله", "شوية|يعني|نص"},
	stop:    []string{"توقف|توقفوا|اوقفوا|أوقفوا|الغاء", "لا ترسلوا", "رقم خطأ|غلط", "الغاء|إلغاء"},
	pause:   []string{"عطلة|اجازة|إجازة|سفر|مسافر|مسافرة", "المستشفى|مستشفى|السبيطار"},
}

var tarifit = language{
	id:       "rif",
	yes:      "wah",
	good:     "mlih mliha rbas",
	filler:   "nech necc nc netch ka kulchi kolchi azul tanemirt akid arbi",
	negators: "war ur oua walu",
	no:       "lla",
	urgent: []string{
		"3awnayi|awnayi|awnay|3awnay|aweni",
		"war|ur ~ zemmagh|zemmar*|zmigh|zmiregh|zmar*|izmir|qeddegh ~ (adekkagh|adekkar|kkagh|akkar|nefs|snefs*|adbeddagh)",
		"war zemmagh|zmiregh|zemregh", "thmessi|timessi|dimessi|tmessi", "ur inu|ino", "idamen|idammen",
	},
	help: []string{
		"hlecgh|hlecegh|hreckegh|hlkgh|hreshegh|hlekgh|helkegh|hleghch", "wdigh|uddigh|oudigh|wdight|uodigh|udigh",
		"war|ur (d|ji|righ|righ) mlih|labas|mliha|rbas", "thamdent|ithayi|yeqsayi|yqseh|iqseh", "war din walu|aghrum|aman",
	},
	stop: []string{"war day|dayi tsek*"},
}

var polish = language{
	id:       "pl",
	yes:      "tak",
	good:     "dobrze dobra dobry dobre okej super swietnie świetnie doskonale zdrowa zdrowy wspaniale ok dobzre",
	filler:   "wszystko jest u mnie czuje czuję sie się dziekuje dziękuję dzieki bardzo dzien dzień ja jestem mam w wszyscy nas dzis dzisiaj pozdrawiam zyje pani panu pan",
	negators: "nie nigdy nic nikt brak bez zadnych",
	contrast: "ale tylko oprocz lecz jednak",
	goodPhrases: []string{
		"w porządku|porzadku", "nie narzekam", "wszystko gra", "bez zmian dobrze", "nie ma problemu|problemow|problemów",
		"nic mi nie jest",
	},
	urgent: []string{
		"pomocy|ratunku|ratujcie|pomóżcie|pomozcie|karetka|karetke|karetkę|pogotowie|policja|policje|straż|pożar|pozar|dym|gaz|pali",
		"nie ~ moge|mogę|potrafie|dam|umiem ~ wstac|wstać|oddychać|oddychac|podniesc|podnieść|ruszyc|ruszyć|mówić|mowic|wstan*",
		"leże|leze|leżę ~ podlodze|podłodze|ziemi|podlogi", "na podlodze|podłodze|ziemi",
		"ból|bol|boli|bole|bóle ~ klatc*|serce|sercu|piersi*|serca", "serce|klatka|klatce ~ boli|ból|bol",
		"zawal|zawał|udar|duszę|dusze|duszno|duszność|krwawie|krwawię|krew|krwotok|zemdlalam|zemdlałam|zemdlalem|zemdlałem|nieprzytomny|nieprzytomna",
		"(chce|chcę) umrzeć|umrzec|umieram|samobójstwo|samobojstwo", "nie chce|chcę żyć|zyc",
		"włamywacz|wlamywacz|wlamanie|włamanie|złodziej|zlodziej", "bije mnie", "za duzo tabletek|lekow",
	},
	help: []string{
		"pomoc|pomóc|pomoż|pomoz|potrzebuje|potrzebuję", "źle|zle|zla|kiepsko|słabo|slabo|fatalnie|gorzej|niedobrze|okropnie|marnie",
		"chora|chory|choroba|gorączka|goraczka|goraczke|boli|bol|ból|bóle|zawroty|wymiotuje",
		"upadlam|upadłam|upadlem|upadłem|przewrócił*|przewrocil*|spadlam|spadłam",
		"nie (jest|czuję|czuje|za|zbyt|najlepiej|bardzo) (sie|się|za|zbyt) dobrze|ok|najlepiej",
		"zadzwon*|zadzwoń|dzwonic|zadzwonić|oddzwon*|oddzwoń|telefon",
		"prosze|proszę (o) dzwonic|zadzwonic|telefon|kontakt|pomoc|przyjsc", "samotna|samotny|smutno|smutna|boję|boje|płaczę|place|sama",
		"przyjdz*|przyjść|lekarz|lekarza|leki|lekow", "nie mam ~ jedzenia|pradu|prądu|wody|lekow|leków|pieniedzy|pieniędzy|ogrzewania",
	},
	unclear: []string{
		"tak sobie", "jako tako", "moze|może|srednio|średnio", "kto to", "zmeczona|zmęczona|zmeczony", "nie wiem", "nie rozumiem",
		"nie najgorzej", "dzien dobry $",
	},
	stop: []string{
		"nie ~ wysyłać|wysylac|wysyłajcie|wysylajcie|pisać|pisac|wysylaj|dzwonić",
		"wypisz|wypisac|wypisać|rezygnuje|rezygnuję|zrezygnować", "zly|zły|pomyłka|pomylka numer", "pomyłka|pomylka",
		"nie chce|chcę ~ wiadomości|wiadomosci|sms|smsow",
	},
	pause: []string{
		"wakacj*|urlop*", "szpital*", "wyjechal*|wyjechał*|wyjezdzam|wyjeżdżam", "w polsce", "nie ma mnie",
	},
}

var ukrainian = language{
	id:          "uk-ru",
	yes:         "так да ага tak da",
	good:        "добре хорошо нормально чудово отлично гаразд прекрасно нормас dobre khorosho horosho normalno",
	filler:      "все всё у мене меня в порядку дуже очень дякую спасибо добрий день доброго ранку доброе утро сегодня я почуваюся чувствую себя нас сьогодні vse u mene menya dyakuyu diakuiu spasibo",
	negators:    "не ні нет нема немає никак ніяк нельзя без никогда ніколи нічого ничего",
	no:          "ні нет нєт",
	contrast:    "але но только тільки однак",
	goodPhrases: []string{"в|у порядку|порядке|нормі|норме", "все ок", "не жалуюсь|скаржусь", "немає|нет проблем"},
	urgent: []string{
		"допоможіть|помогите|рятуйте|спасите|швидка|швидку|скорая|скорую|поліція|полиция|пожежа|пожар|горить|дим|дым|газ|кров|кровь",
		"не ~ можу|могу|встати|могла ~ встати|встать|дихати|дышать|піднятися|подняться|рухатися|двигаться", "не дихаю|дышу",
		"важко|тяжело|трудно дихати|дышать", "біль|боль|болить|болит ~ груд*|серц*|сердц*",
		"серце|сердце|груди|грудь ~ болить|болит|біль|боль", "лежу ~ підлозі|полу|земле|землі", "на підлозі|полу",
		"вмираю|умираю|інсульт|инсульт|інфаркт|инфаркт|самогубство|померти|умереть|задыхаюсь|задихаюсь",
		"не хочу (больше|більше) жити|жить", "dopomozhit|pomogite|ryatuyte",
	},
	help: []string{
		"погано|плохо|зле|хуже|гірше|pogano|plokho",
		"хвора|хворий|больна|болен|болею|хворію|болить|болит|біль|боль|температура|паморочиться|кружится",
		"допомога|допомогу|допоможи|помощь|помоги|допомоги", "впала|упала|впав|упал",
		"зателефонуйте|подзвоніть|позвоните|перезвоните|передзвоніть|дзвоніть",
		"не (дуже|очень|совсем|зовсім|все) добре|хорошо|нормально|гаразд", "самотня|самотньо|одиноко|сумно|грустно|страшно|боюсь|плачу",
	},
	unclear: []string{
		"так собі", "так себе", "нормально так", "хто|кто це|это", "не знаю", "не розумію|понимаю", "ничего $", "потихоньку",
	},
	stop: []string{
		"стоп|зупиніть|остановите|отписаться|відписатися|хватит", "не пишіть|пишите|надсилайте|присылайте",
		"неправильний|неверный|помилка|ошиблись номер*",
	},
	pause: []string{"відпуст*|отпуск*|канікул*", "лікарн*|больниц*"},
}

var papiamento = language{
	id:       "pap",
	yes:      "si sí",
	good:     "bon bòn exelente",
	filler:   "mi ta tur tut cos kos bai hopi masha danki dunki ku dios awe bo i nos aki bo tambe pabien dia tardi",
	negators: "nada nunka ningun niun no",
	contrast: "pero",
	goodPhrases: []string{
		"tur kos|cos ta bon|bai", "tur kos|cos bon", "no tin problema|nada", "bon dia mi ta bon", "masha bon",
	},
	urgent: []string{
		"yuda|yudami|ayudo|ayudá|auxilio|ambulans", "yuda mi", "no ~ por|sa ~ lanta|rospira|rospondi|respira|hala|papia|move|kana",
		"no por ~ lanta", "hala rosea|rosia", "ta ~ suela|suelu|flor", "na suela|flor|suelu|vloer",
		"dolo|doló|dolor ~ kurason|pecho|curason", "kurason|curason|pechu|pecho ~ dolo|doló|hasi|dol", "sanger|sanggu|sangu|sangra",
		"candela|kandela|huma", "muri|mata mi", "ladron|polis",
	},
	help: []string{
		"no|nò ta (hopi|asina|masha) bon|bòn", "mi no (ta|por|sinti)",
		"malu|malo|enfermo|malusa|doló|dolo|dolor|keintura|kentura|tristu|bruha|drai", "a kai|kay", "kai|kay", "yama|jama|bel mi",
		"yudansa|yudá|mester di|bishita", "mi so", "mi ta (mes) so|malu|tristu|bruha",
	},
	unclear: []string{"mas o menos", "asina asina", "= poko poko", "ken|kende ta", "kansá|kansa"},
	stop:    []string{"no manda (mas|más)", "no (mas|más) mensahe|mensage"},
	pause:   []string{"fakansi|vakansi|vacacion|bakashon", "hospital|hòspital"},
}

var sranan = language{
	id:          "srn",
	yes:         "iya ya ai iyá",
	good:        "bun bunbun switi",
	filler:      "mi e go ala sani fayn fine grantangi gran tangi yu nanga dya wi odi fa brada sisa tide de taki masra gado sma",
	negators:    "no nowan noti noyti",
	contrast:    "ma",
	goodPhrases: []string{"ala sani (e) (go) bun", "a (e) go bun (nanga) (mi)", "nowan problema|problem"},
	urgent: []string{
		"yepi|jepi|helpi ~ mi", "yepi|jepi", "no|n ~ man|kan ~ opo|opo|bro|taki|waka|buweigi", "mi e dede|dede", "dede", "faya|brudu",
		"na gron", "ati ~ at|hati|skin|borsu", "borsu ~ ati|hati", "fufuruman",
	},
	help: []string{
		"mi no (e|de|man|firi|sabi)", "no ~ bun", "siki|siekie|ati|pen|fadon|fadom|drai", "bel|kari mi", "sari|frede|soso mi|wawan",
		"go takru|ogri", "takru|ogri",
	},
	unclear: []string{"so so", "a e go $", "mi e pina|feti|suku", "weri"},
	pause:   []string{"ati oso|atioso", "mi e waka|vakansi", "fakansi"},
}

var indonesian = language{
	id:       "id",
	yes:      "ya iya betul",
	good:     "baik sehat bagus aman baek",
	filler:   "saya kami semua semuanya kabar saja aja terima kasih terimakasih selamat pagi siang sore hari ini makasih trima dan sangat puji tuhan alhamdulillah syukur sini aku ibu bapak",
	negators: "tidak ndak nggak gak bukan belum jangan tiada enggak",
	contrast: "tapi tetapi cuma hanya kecuali",
	goodPhrases: []string{
		"baik baik (saja|aja)", "tidak (ada|apa) masalah|apa|keluhan (apa)", "tidak apa apa", "tidak apa", "sehat sehat|walafiat",
	},
	urgent: []string{
		"tolong|toloong|darurat|ambulans|polisi|kebakaran|asap|maling|pencuri|rampok",
		"tidak|tak|nggak|gak|ndak|susah|sulit ~ bisa|dapat ~ bangun|berdiri|napas|bernapas|bernafas|gerak|bicara",
		"susah|sesak|sulit nafas|napas|bernapas|bernafas", "sesak", "sakit|nyeri ~ dada|jantung", "dada|jantung ~ sakit|nyeri|sesak",
		"di lantai", "darah|berdarah|pendarahan|pingsan|mati|bunuh|meninggal|stroke",
	},
	help: []string{
		"sakit|demam|pusing|jatuh|terjatuh|mual|lemas|sedih|kesepian|takut|sendirian|nyeri|batuk",
		"tidak|tak|kurang|nggak|gak|ndak|belum (begitu|terlalu|enak) baik|enak|sehat|bagus", "kurang|tidak enak|baik|sehat",
		"bantu|bantuan|butuh|perlu", "telepon|telpon|telp|hubungi|panggil saya|aku", "telepon saya", "buruk|jelek|parah",
	},
	unclear: []string{"lumayan|biasa|begitu|gitu", "siapa", "capek|lelah"},
	stop:    []string{"berhenti", "jangan kirim", "salah nomor|sambung"},
	pause:   []string{"libur*|liburan", "rumah sakit", "pulang kampung"},
}
