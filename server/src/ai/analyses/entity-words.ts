/** What is named. */
export const ENTITY_KINDS = ['person', 'organisation', 'place', 'work', 'brand', 'promo_code', 'address'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** Given names that are common in English talk, by which a name is known for a person's. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  (
    'aaron abby abigail adam adrian ahmed alan albert alejandro alex alexander alexandra alexis ali alice alicia alison allison ' +
    'amanda amber amelia amy ana andre andrea andrew andy angela angelina anita ann anna anne annie anthony antonio april ariana ' +
    'arnold arthur ashley audrey barack barbara barry beatrice becky ben benjamin bernard bernie beth betty bill billy bob bobby ' +
    'brad bradley brandon brenda brett brian brittany bruce bryan caitlin calvin cameron camila carl carla carlos carmen carol ' +
    'caroline carrie casey catherine cathy chad charles charlie charlotte chelsea cheryl chloe chris christian christina ' +
    'christine christopher cindy claire clara colin connor craig crystal curtis cynthia dale dan daniel danielle danny darren ' +
    'dave david dawn dean deborah debra denise dennis derek diana diane diego don donald donna doris dorothy doug douglas drew ' +
    'dustin dwayne dylan earl eddie edgar edward eileen elaine eleanor elena eli elijah elizabeth ella ellen elon emily emma ' +
    'eric erica erik erin ethan eugene eva evan evelyn fatima felix fernando frances francis frank fred gabriel gary gavin gene ' +
    'george gerald gina giovanni glenn gloria gordon grace graham grant greg gregory hannah harold harry heather hector helen ' +
    'henry herbert hillary holly howard hugh hugo ian ibrahim irene isaac isabel isabella ivan jack jackie jackson jacob jake ' +
    'james jamie jan jane janet janice jared jasmine jason javier jay jean jeff jeffrey jenna jennifer jenny jeremy jerry jesse ' +
    'jessica jill jim jimmy joan joanna jocelyn joe joel joey john johnny jon jonathan jordan jorge jose joseph josh joshua ' +
    'joyce juan juanita judith judy julia julian julie justin kamala karen karl kate katherine kathleen kathy katie kayla keith ' +
    'kelly ken kendra kenneth kevin kim kimberly kirk kristen kristin kurt kyle lance larry laura lauren laurie lawrence leah ' +
    'lee leo leon leonard leslie liam lily linda lindsay lisa liz lloyd lois lorenzo louis louise lucas lucy luis luke lydia ' +
    'lynn mackenzie madison malcolm manuel marc marcia marco marcus margaret maria marie marilyn mario marissa mark marlene ' +
    'marsha martha martin marvin mary mathew matt matthew maureen max maya megan meghan melanie melissa mia michael michelle ' +
    'miguel mike mildred mitch mohamed mohammed molly monica morgan nancy naomi natalie natasha nathan neil nicholas nick nicole ' +
    'nina noah nora norma norman oliver olivia omar oprah oscar owen pablo pamela pat patricia patrick paul paula pedro peggy ' +
    'penny peter phil philip phillip phoebe priya rachel ralph randy raymond rebecca regina renee ricardo richard rick ricky ' +
    'rita rob robert roberto robin rodney roger ron ronald rosa rose roy ruby russell ruth ryan sabrina sally sam samantha ' +
    'samuel sandra sara sarah scott sean sergio seth shannon sharon shaun shawn sheila shirley sidney simon sofia sonia sophia ' +
    'sophie stacey stacy stan stanley stella stephanie stephen steve steven stuart sue susan suzanne sylvia tamara tammy tanya ' +
    'tara taylor ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy toni tony tracy travis trevor ' +
    'troy tyler valerie vanessa veronica vicki victor victoria vincent virginia vivian wallace walter wanda warren wayne wendy ' +
    'wesley whitney will william willie winston yolanda yusuf zach zachary zoe'
  ).split(' '),
);

/** Countries, states and cities that are often spoken of; names of several words are written together with spaces. */
export const PLACES: ReadonlySet<string> = new Set(
  (
    'afghanistan|africa|alabama|alaska|albania|algeria|amsterdam|antarctica|argentina|arizona|arkansas|asia|athens|atlanta|' +
    'atlantic|austin|australia|austria|baghdad|baltimore|bangkok|bangladesh|barcelona|beijing|belgium|berlin|bolivia|boston|' +
    'brazil|britain|bronx|brooklyn|brussels|budapest|buenos aires|bulgaria|cairo|california|cambodia|canada|cape town|charlotte|' +
    'chicago|chile|china|cincinnati|cleveland|colombia|colorado|columbus|connecticut|copenhagen|costa rica|croatia|cuba|' +
    'czech republic|dallas|delaware|delhi|denmark|denver|detroit|dubai|dublin|ecuador|edinburgh|egypt|england|estonia|ethiopia|' +
    'europe|finland|florence|florida|france|frankfurt|gaza|geneva|georgia|germany|ghana|glasgow|greece|greenland|guatemala|haiti|' +
    'harlem|hawaii|hollywood|hong kong|houston|hungary|iceland|idaho|illinois|india|indiana|indianapolis|indonesia|iowa|iran|' +
    'iraq|ireland|israel|istanbul|italy|jamaica|japan|jerusalem|johannesburg|kansas|kansas city|kentucky|kenya|kiev|korea|kuwait|' +
    'kyiv|kyoto|lagos|las vegas|latin america|lebanon|libya|lisbon|london|long island|los angeles|louisiana|luxembourg|madrid|' +
    'maine|malaysia|manchester|manhattan|maryland|massachusetts|melbourne|memphis|mexico|mexico city|miami|michigan|milan|' +
    'milwaukee|minneapolis|minnesota|mississippi|missouri|monaco|montana|montreal|morocco|moscow|mumbai|munich|nairobi|naples|' +
    'nashville|nebraska|netherlands|nevada|new england|new hampshire|new jersey|new mexico|new orleans|new york|new york city|' +
    'new zealand|nigeria|north america|north carolina|north dakota|north korea|norway|oakland|ohio|oklahoma|ontario|oregon|' +
    'orlando|osaka|oslo|pakistan|palestine|panama|paris|pennsylvania|peru|philadelphia|philippines|phoenix|pittsburgh|poland|' +
    'portland|portugal|prague|puerto rico|qatar|quebec|queens|rhode island|rio de janeiro|romania|rome|russia|sacramento|' +
    'salt lake city|san antonio|san diego|san francisco|san jose|saudi arabia|scotland|seattle|serbia|seoul|shanghai|' +
    'silicon valley|singapore|slovakia|slovenia|south africa|south america|south carolina|south dakota|south korea|spain|' +
    'stockholm|sweden|switzerland|sydney|syria|taiwan|tampa|tanzania|tehran|tel aviv|tennessee|texas|thailand|the hague|tokyo|' +
    'toronto|tunisia|turkey|uganda|ukraine|united arab emirates|united kingdom|united states|uruguay|utah|vancouver|vatican|' +
    'venezuela|venice|vermont|vienna|vietnam|virginia|wales|warsaw|washington|west virginia|wisconsin|wyoming|zambia|zimbabwe|' +
    'zurich'
  ).split('|'),
);

/** How names of organisations and of places end. */
export const ORGANISATION_ENDS: ReadonlySet<string> = new Set(
  (
    'inc corp corporation company co ltd llc group holdings bank university college institute association foundation ministry ' +
    'department agency commission committee council union league airlines airways motors labs laboratories studios records ' +
    'pictures entertainment media press news network times post journal magazine partners ventures capital insurance financial ' +
    'technologies systems software pharmaceuticals hospital clinic church party museum podcast experience award awards ' +
    'properties show orchestra society federation administration bureau'
  ).split(' '),
);
export const PLACE_ENDS: ReadonlySet<string> = new Set(
  (
    'street avenue boulevard road river lake mountain mountains county city park island islands ' +
    'valley beach bay bridge square airport canyon'
  ).split(' '),
);

/** Words that stand before a person's name. */
export const TITLES: ReadonlySet<string> = new Set(
  (
    'mr mrs ms dr doctor professor prof president senator governor mayor judge justice captain detective officer sheriff coach ' +
    'king queen prince princess pope reverend saint congressman congresswoman secretary general sergeant uncle aunt'
  ).split(' '),
);

/** Written with a capital letter, and no names. */
export const NO_ENTITIES: ReadonlySet<string> = new Set(
  (
    "i i'm i'll i've i'd it it's its this that that's the a an and but so or if when you you're your we we're our they he he's " +
    "she she's my in on at for with from to get go visit try now today free no not yes yeah yep ok okay hey hi hello plus just " +
    "because what how why where there there's here one all as more most only let let's head check call text use code download " +
    'learn sign start stop join save oh well like right god wow thank thanks please then also even every his her their who which ' +
    'some any these those was is are were be been do does did have has had can could will would should may might of by up out ' +
    'over after before about into through during while since until monday tuesday wednesday thursday friday saturday sunday ' +
    'january february march april june july august september october november december christmas easter thanksgiving halloween ' +
    'english spanish french german american americans british chinese russian japanese tv ceo cfo cto diy faq pr hr ad ads am pm ' +
    'a.m p.m llc vs mom dad sir ma internet web covid dna gps usb atm id lol omg'
  ).split(' '),
);

/** Sounds that are no code after the word "code". */
export const NO_CODES: ReadonlySet<string> = new Set(
  (
    'the a an and of to is it in on at for with that this word words red dress base book breaker named name review switch talk ' +
    'up by or from as you your my our if when we i so but who has was be are not area zip qr source open bar penal civil ' +
    'criminal tax secret morse building moral writing freeze generator they he she like which can will here below today now'
  ).split(' '),
);

/** Short forms that are of nobody. */
export const NO_ACRONYMS: ReadonlySet<string> = new Set(
  (
    'ai api pc us uk eu usa la nyc ny dc ev suv html css led lcd hdr nfc ufo ufos og dj qb lt vp ceo cfo cto tv dvd cd ok asap ' +
    'psa diy faq pr hr isp ptsd adhd ocd hiv llm gpu cpu vr ar pdf sms gps usb atm id lol omg dna rna mri er mc mvp aka rip bbq ' +
    'byob mba phd md rn kpi roi b2b saas seo url www sso vpn wifi'
  ).split(' '),
);
