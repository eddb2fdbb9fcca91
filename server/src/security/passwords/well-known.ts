/** Words that stand alone, or with digits and signs around them, in every list of stolen passwords. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `abc abcd abcdef access account admin administrator adobe amanda america andrea andrew angel anthony apple april arsenal asdf asdfgh
   asdfghjkl ashley august austin azerty babygirl bailey banana baseball basketball batman beautiful biteme blink bond buster butterfly
   buttercup canada charlie cheese chelsea chicken chocolate cocacola computer cookie corvette cowboy dallas daniel december default
   diamond dolphin donald dragon eagles earshot elizabeth england eminem everything february ferrari flower football forever freedom
   friday friends fuckyou gandalf george ginger google guest guitar hannah happy hardcore harley heather hello hockey hollywood hottie
   hunter iloveme iloveyou internet jackson january jasmine jennifer jessica jesus jordan joshua july june justin justinbieber killer
   letmein liverpool london looking lovely loveme manager manchester march marina marlboro master matrix matthew maverick mercedes
   michael michelle mickey midnight minecraft monday money monkey monster mother mustang myspace naruto nicole nintendo november october
   oracle orange pass passphrase password passwordpassword passwort patrick peanut pepper pokemon podcast podcasts porsche princess
   private purple qaz qazwsx qazwsxedc querty qwer qwerty qwertyuiop rainbow ranger raiders reddog richard robert rockyou root samantha
   samsung saturday scooter secret september server service shadow shannon silver snoopy soccer sophie spiderman spring starwars steelers
   summer sunday sunshine superman superstar swordfish system taylor tennis test tester testing thomas thunder tigger trustno trustme
   twilight user vanessa victoria walmart welcome whatever william winter wizard yankees yellow zaq zxcvbn zxcvbnm mypassword
   changeme changemenow letmeinnow welcomeback iloveyousomuch thisismypassword correcthorsebatterystaple`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Rows of keys and of signs that follow one another. */
export const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'];
