/** What advertisers ask to stay away from, in the spirit of the industry's brand-safety frameworks; names and words are our own. */
export const SAFETY_CATEGORIES = [
  'adult',
  'arms',
  'crime',
  'death_and_injury',
  'drugs_and_tobacco',
  'alcohol',
  'gambling',
  'hate',
  'profanity',
  'self_harm',
  'war_and_terror',
  'disputed_issues',
] as const;
export type SafetyCategory = (typeof SAFETY_CATEGORIES)[number];

const list = (...lines: string[]): readonly string[] => lines.join(', ').split(', ');

/** Words and phrases by category; a `*` stands for any ending. */
export const SAFETY_WORDS: Readonly<Record<SafetyCategory, readonly string[]>> = {
  adult: list('porn*, sex, sexual*, sexy, nude*, naked, orgasm*, erotic*, strip club*, stripper*, prostitut*, blowjob*'),
  arms: list('gun, guns, gunfire, gunman, gunshot*, rifle*, pistol*, handgun*, shotgun*, firearm*, ammunition, machete*'),
  crime: list(
    'murder*, homicide*, rape, raped, rapist*, robbery, robberies, robbed, kidnap*, assaulted, sexual assault*',
    'human trafficking, manslaughter, burglar*, stabbed, stabbing*, molest*, arson*, carjack*, gang violence',
  ),
  death_and_injury: list(
    'killed, killing, killings, corpse*, dead body, dead bodies, death*, died, fatal, fatally, autopsy, drowned, beheaded',
    'dismember*, bled out, mutilat*, car crash, plane crash, casualties',
  ),
  drugs_and_tobacco: list(
    'cocaine, heroin, meth, methamphetamine*, fentanyl, opioid*, ecstasy, lsd, marijuana, cannabis, weed, drugs',
    'drug dealer*, cigarette*, cigar*, nicotine, vape, vapes, vaping, tobacco, smoking a joint, ketamine, mushrooms trip',
  ),
  alcohol: list('beer*, vodka, whiskey*, whisky, tequila, rum, liquor*, drunk, wasted, hungover, hangover*, alcohol*, booze'),
  gambling: list('casino*, gambl*, sportsbook*, sports betting, poker, slot machine*, blackjack, parlay*, place a bet, bookie*'),
  hate: list(
    'racist*, racism, nazi*, white supremac*, antisemit*, anti-semit*, homophob*, transphob*, xenophob*, bigot*, misogyn*',
    'islamophob*, ethnic cleansing, hate crime*, hate speech, ku klux klan',
  ),
  profanity: list('fuck*, motherfuck*, shit, shits, shitty, bullshit, bitch*, asshole*, bastard*, cunt*, dickhead*, goddamn'),
  self_harm: list('suicide*, suicidal, self-harm*, self harm*, killed himself, killed herself, kill myself, overdos*, anorexi*, bulimi*'),
  war_and_terror: list(
    'terroris*, bombing*, bombed, airstrike*, air strike*, missile*, hostage*, massacre*, genocide*, mass shooting*',
    'civil war, war crime*, at war, invasion, suicide bomb*, drone strike*, troops',
  ),
  disputed_issues: list(
    'abortion*, gun control, death penalty, illegal immigra*, deportation*, deported, euthanasia, police brutality',
    'election fraud, conspiracy theor*, anti-vax*, impeach*',
  ),
};

/** Phrases in which such words mean something else. */
export const HARMLESS_PHRASES = list(
  'killing it, killed it, killing time, kill time, killing me, killed me, killing the game, dressed to kill, killer',
  'dead end, deadline*, died laughing, died down, to die for, scared to death, bored to death, love it to death',
  'black death, death valley, life and death of, star wars, battery died, phone died, sudden death overtime',
  'died of laughter, drug store*, drugstore*, prescription drugs, drugs administration, food and drug',
  'anti-inflammatory drugs, generic drugs, sex and the city, same-sex, opposite sex, middlesex, essex, sussex, naked eye',
  'naked juice, buck naked, top gun, gun it, gunning, nerf gun*, water gun*, glue gun*, massage gun*, heat gun*',
  'jump the gun, son of a gun, ginger beer, root beer, beer garden, rum raisin, wasted time, wasted money, wasted effort',
  'non-alcoholic, alcohol-free, alcohol swab*, rubbing alcohol, poker face, photobomb*, bath bomb*, bombing the interview',
  'price war, turf war, murder mystery, murders in the building, murder hornet*, weed out, weed whacker*, weed killer',
  'pulling weed*, grammar nazi*, soup nazi, cigar box, home invasion movie, british invasion, trading cards',
  'crime scene show, cardiac death',
);
